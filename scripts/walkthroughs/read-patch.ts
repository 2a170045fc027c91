/** A walkthrough of ARCHITECTURE.md, as a patch that shows each of its steps. */
export type Walkthrough = {
  /** The first line of the patch: what it adds. */
  readonly title: string;
  /** The tests that show that it works: those that it touches, and those after `Test:` lines. */
  readonly tests: readonly string[];
};

/**
 * Reads the head of a patch and the names of the files in it.
 *
 * @throws when it has no title, or neither touches nor names a test.
 */
export function readPatch(text: string): Walkthrough {
  const begin = text.search(/^diff --git /m);
  const head = text.slice(0, Math.max(begin, 0)).trim().split('\n');
  const [title = ''] = head;
  if (title === '') throw new Error('Its first line has to say what it adds, before the diff.');
  const named = head.flatMap((line) => (/^Test: (.+)$/.exec(line)?.[1] ?? '').split(/\s+/));
  const touched = [...text.matchAll(/^\+\+\+ b\/(test\/.+\.test\.ts)$/gm)].map(
    ([, path = '']) => path,
  );
  const tests = [...new Set([...named, ...touched])].filter((path) => path !== '');
  if (tests.length === 0) throw new Error('It adds no test, and no "Test:" line names one.');
  return { title, tests };
}
