import { type Document, isScalar, visit } from 'yaml';
import type { Finding } from './problem.ts';

/**
 * Keys that stand twice in one mapping. The parser's own check compares every key with every other
 * one, which a hostile file can make take minutes; this one remembers the keys it has seen.
 */
export function findDuplicateKeys(
  document: Document.Parsed,
): readonly { readonly finding: Finding; readonly offset: number }[] {
  const found: { finding: Finding; offset: number }[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) found.push(duplicate(String(key.value), key.range?.[0] ?? 0));
        seen.add(key.value);
      }
    },
  });
  return found;
}

function duplicate(key: string, offset: number): { finding: Finding; offset: number } {
  const finding: Finding = {
    code: 'duplicate-key',
    message: `\`${key.slice(0, 63)}\` stands twice in one mapping; only one of them could count.`,
    remedy: 'Remove one of the two.',
    path: [],
    at: 'key',
  };
  return { finding, offset };
}
