import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of a test's own. */
export interface TestFolder {
  readonly path: string;
  /** Removes the folder with all that is in it. */
  remove(): void;
}

/**
 * Makes a new folder where PostgreSQL's user may enter, for the state of servers that a test
 * starts itself. Should the test run be killed, the next one ends the servers whose state lies
 * here, and removes it.
 */
export function makeTestFolder(): TestFolder {
  const parent = process.env.TIDEGATE_TEST_FOLDER;
  if (!parent) {
    throw new Error(
      'TIDEGATE_TEST_FOLDER is not set. The jest project "stack" sets it: the test must lie in ' +
        'one of its folders (see jest.config.js).',
    );
  }
  const path = mkdtempSync(join(parent, 'test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
