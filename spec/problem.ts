import { jsonPointer } from '../domain/ledger/json-pointer.ts';

/** One thing that is wrong with a document, and where. All of them are reported at once. */
export type DocumentProblem = {
  /** Stable and machine-readable, such as `unknown-key`. */
  readonly code: string;
  /** What is wrong and what was expected, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. Names the nearest known name where there is one. */
  readonly remedy: string;
  /** RFC 6901 pointer into the document. */
  readonly pointer: string;
  /** Null for documents that came without a file, such as the body of a request. */
  readonly file: string | null;
  /** From 1; null where there is no text to count in. */
  readonly line: number | null;
  /** From 1. */
  readonly column: number | null;
};

export type Path = readonly (string | number)[];

/** A mistake before its place in the text is looked up. */
export type Finding = {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly path: Path;
  /** Whether the key is wrong, or what stands behind it. */
  readonly at: 'key' | 'value';
};

/** Both count from 1. */
export type Position = { readonly line: number; readonly column: number };

/**
 * Where in the text the end of a path stands, or its nearest ancestor that is there; with `within`,
 * where a place inside a block of text stands that is found there.
 */
export type Locate = (path: Path, at: 'key' | 'value', within?: Position) => Position;

/** The findings as problems of a file; beyond a hundred they are counted instead of listed. */
export function toProblems(
  findings: readonly Finding[],
  file: string | null,
  locate: Locate | null,
): readonly DocumentProblem[] {
  const problems = findings.slice(0, problemLimit).map(
    ({ path, at, ...finding }): DocumentProblem => ({
      ...finding,
      pointer: jsonPointer(path),
      file,
      ...(locate?.(path, at) ?? { line: null, column: null }),
    }),
  );
  const inOrder = problems.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
  const left = findings.length - problems.length;
  if (left === 0) return inOrder;
  const more = {
    code: 'too-many-problems',
    message: `There are ${left} more problems.`,
    remedy: 'Correct the ones above, then look again.',
    pointer: '',
    file,
    line: null,
    column: null,
  };
  return [...inOrder, more];
}

const problemLimit = 100;
