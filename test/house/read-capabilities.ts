/** One row of docs/capabilities.md, as it is written there. */
export type Capability = {
  readonly id: string;
  /** The area that the heading above the row names. */
  readonly area: string;
  readonly what: string;
  readonly status: string;
  readonly code: string;
  readonly test: string;
};

const headings = ['id', 'what', 'status', 'code', 'test'];
const heading = /^## ([A-Z]+): .+$/;

/** Reads the rows below each area's heading. A line of a table that is no row is an error. */
export function readCapabilities(markdown: string): Capability[] {
  let area = '';
  const rows: Capability[] = [];
  for (const [index, line] of markdown.split('\n').entries()) {
    area = heading.exec(line)?.[1] ?? area;
    if (!line.startsWith('|')) continue;
    const cells = line.split('|').slice(1, -1);
    const [id = '', what = '', status = '', code = '', test = ''] = cells.map((cell) =>
      cell.trim(),
    );
    if (cells.length !== headings.length) {
      throw new Error(
        `docs/capabilities.md:${index + 1} has ${cells.length} cells, not 5: ${line}`,
      );
    }
    if (id !== 'id' && !id.startsWith('---')) rows.push({ id, area, what, status, code, test });
  }
  return rows;
}

/** The paths of a cell: in backticks, with commas between. Null when it is written otherwise. */
export function pathsOf(cell: string): string[] | null {
  if (cell === '') return [];
  const parts = cell.split(',').map((part) => /^`([^`\s]+)`$/.exec(part.trim())?.[1]);
  return parts.every((part) => part !== undefined) ? parts : null;
}
