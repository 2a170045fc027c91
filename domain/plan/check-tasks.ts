import type { TaskPolicy } from '../task/task.ts';
import type { CatalogIndex } from './catalog-index.ts';
import { checkPeople } from './check-people.ts';
import { checkReference, checkUnique } from './check-reference.ts';
import type { PlanProblems } from './problem.ts';

/** What is wrong with the tasks of an environment. `at` is the pointer to their list. */
export function* checkTasks(
  at: string,
  tasks: readonly TaskPolicy[],
  index: CatalogIndex,
): PlanProblems {
  const ids = tasks.map(({ id }) => id);
  yield* checkUnique('policy', (position) => `${at}/${position}/id`, ids);
  for (const [position, task] of tasks.entries()) {
    yield* checkTask(`${at}/${position}`, task, index);
  }
}

function* checkTask(at: string, task: TaskPolicy, index: CatalogIndex): PlanProblems {
  const { confirm, group, skippedBy } = task;
  yield* checkPeople(at, 'deadline', { ...task, count: 1 }, index);
  if (confirm !== undefined) {
    yield* checkPeople(`${at}/confirm`, 'deadline', { ...confirm, count: 1 }, index);
    yield* checkConfirmation(at, group, confirm.group, index);
  }
  if (skippedBy === undefined) return;
  const document = 'policy';
  const pointer = `${at}/skippedBy`;
  yield* checkReference({ document, pointer }, 'group', skippedBy, index.groups);
  if (skippedBy !== group) return;
  yield {
    code: 'skipped-by-its-owner',
    document,
    pointer,
    message: `\`${group}\` owns the task, and nobody leaves out what they own.`,
    remedy: 'Name another group, or leave `skippedBy` out.',
  };
}

/** Nobody confirms what they reported, so a group of one could never confirm its own work. */
function* checkConfirmation(
  at: string,
  owner: string,
  confirming: string,
  { groups }: CatalogIndex,
): PlanProblems {
  const members = new Set(groups.get(confirming)?.members);
  if (owner !== confirming || members.size !== 1) return;
  yield {
    code: 'too-few-members',
    document: 'policy',
    pointer: `${at}/confirm/group`,
    message: `\`${confirming}\` has one member, who would have to confirm their own work.`,
    remedy: `Let another group confirm it, or add members to \`${confirming}\` in the catalog.`,
  };
}
