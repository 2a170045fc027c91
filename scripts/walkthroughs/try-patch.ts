import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** What is done with a patch, in this order; the first failure ends it. */
type Step = { readonly name: string; readonly run: () => Promise<unknown> };

/**
 * Applies a patch to the last commit in `folder`, compiles the whole, and runs the tests.
 *
 * @throws with the name of the step and everything that its program printed. The folder is removed
 * in any case.
 */
export async function tryPatch(
  root: string,
  folder: string,
  patch: string,
  tests: readonly string[],
): Promise<void> {
  const git = (cwd: string, ...args: string[]) => execa('git', args, { cwd, all: true });
  const tool = (program: string, ...args: string[]) =>
    execa(program, args, { cwd: folder, preferLocal: true, localDir: folder, all: true });
  const steps: readonly Step[] = [
    { name: 'check out', run: () => git(root, 'worktree', 'add', '--detach', folder, 'HEAD') },
    { name: 'share node_modules', run: () => shareModules(root, folder) },
    { name: 'apply', run: () => git(folder, 'apply', '--index', patch) },
    { name: 'compile', run: () => tool('tsc', '--project', '.') },
    { name: 'test', run: () => tool('jest', '--runTestsByPath', ...tests) },
  ];
  try {
    for (const step of steps) await named(step);
  } finally {
    await execa('git', ['worktree', 'remove', '--force', folder], { cwd: root, reject: false });
    await rm(folder, { recursive: true, force: true });
  }
}

async function named(step: Step): Promise<void> {
  try {
    await step.run();
  } catch (error) {
    const printed = error instanceof Error && 'all' in error ? error.all : error;
    throw new Error(`It does not ${step.name}:\n${String(printed)}`, { cause: error });
  }
}

function shareModules(root: string, folder: string): Promise<void> {
  return symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}
