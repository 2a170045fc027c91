import type { CST } from 'yaml';

/** How much of a text is looked at. */
export type Limits = {
  readonly characters: number;
  /** Pieces that the text consists of: words, marks, line ends. */
  readonly lexemes: number;
  readonly depth: number;
  /** Values after aliases were followed, so that a few anchors cannot become millions. */
  readonly values: number;
};

export const limits: Limits = {
  characters: 1_048_576,
  lexemes: 250_000,
  depth: 64,
  values: 100_000,
};

/**
 * Offset at which the tokens exceed the depth, or null. Walks with a list instead of recursion: it
 * has to survive the texts that it exists to refuse.
 */
export function nestingOf(tokens: readonly CST.Token[], depthLimit: number): number | null {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > depthLimit) return token.offset;
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 });
  }
  return null;
}

function* childrenOf(token: CST.Token): Iterable<CST.Token> {
  if (token.type === 'document' && token.value !== undefined) yield token.value;
  if (!('items' in token)) return;
  for (const { key, value } of token.items) {
    if (key !== undefined && key !== null) yield key;
    if (value !== undefined) yield value;
  }
}
