import Table from 'cli-table3';
import type { Paint } from './paint.ts';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const;

/**
 * Columns under capital heads, two spaces apart, without borders: to be read by people, and cut and
 * searched with the tools that they know.
 */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const made = new Table({
    chars: noBorders,
    head: heads.map((head) => paint('quiet', head.toUpperCase())),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  // A line break inside a cell would tear the row apart.
  made.push(...rows.map((row) => row.map((cell) => cell.replaceAll(/\s*\n\s*/g, ' '))));
  return trimLines(made.toString());
}

/** Names and what they are, one a line. */
export function pairs(lines: readonly (readonly [string, string])[], paint: Paint): string {
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines
    .map(([name, value]) => `${paint('quiet', name.padEnd(width))}  ${value}`.trimEnd())
    .join('\n');
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
