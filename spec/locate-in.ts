import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter } from 'yaml';
import type { Locate, Position } from './problem.ts';

/** Looks places up in a parsed document. What stands behind an alias is where its anchor stands. */
export function locateIn(document: Document.Parsed, text: string, lines: LineCounter): Locate {
  return (path, at, within) => {
    const { offset, node } = placeOf(document, path, at);
    const { line, col } = lines.linePos(offset);
    const inside = within === undefined ? null : placeInBlock(node, text, line, within);
    return inside ?? { line, column: col };
  };
}

/**
 * A place inside a text that is written as a block behind `|`: its lines are those of the file,
 * further in. Null for text that is written otherwise, whose lines are not.
 */
function placeInBlock(
  node: unknown,
  text: string,
  headLine: number,
  { line, column }: Position,
): Position | null {
  if (!isScalar(node) || node.type !== 'BLOCK_LITERAL') return null;
  const written = text.split('\n')[headLine - 1 + line]?.trimEnd();
  const meant = String(node.value).split('\n')[line - 1]?.trimEnd();
  if (written === undefined || meant === undefined || !written.endsWith(meant)) return null;
  return { line: headLine + line, column: column + written.length - meant.length };
}

function placeOf(document: Document.Parsed, path: readonly (string | number)[], at: string) {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, part] of path.entries()) {
    const child = childOf(isAlias(node) ? node.resolve(document) : node, part);
    if (child === null) return { offset, node: null };
    node = child.value;
    const isLast = depth === path.length - 1;
    // A parent is named by its key, because that is where people look for it.
    const place = isLast && at === 'value' ? [child.value, child.key] : [child.key, child.value];
    offset = place.map(startOf).find((start) => start !== null) ?? offset;
  }
  return { offset, node };
}

function childOf(node: unknown, part: string | number): { key: unknown; value: unknown } | null {
  if (isSeq(node)) {
    const value: unknown = node.items[Number(part)];
    return value === undefined ? null : { key: null, value };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
