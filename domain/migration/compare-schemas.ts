import type { SchemaDifference } from './rehearsed.ts';

/** What a schema lacks of another one, and has over it; null when they are the same. */
export function compareSchemas(
  expected: readonly string[],
  found: readonly string[],
): SchemaDifference | null {
  const missing = linesOver(expected, found);
  const added = linesOver(found, expected);
  return missing.length + added.length === 0 ? null : { missing, added };
}

/** The lines that stand in one more often than in the other. */
function linesOver(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return one.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
