import type { Catalog } from '../plan/catalog.ts';
import { checkReference } from '../plan/check-reference.ts';
import { collectProblems, type PlanProblem, type PlanProblems } from '../plan/problem.ts';
import type { DutySet } from './duty-set.ts';

/**
 * What would leave nobody who could confirm the next change. The policies themselves are checked by
 * the engine that knows their language.
 */
export function checkDutySet(set: DutySet, catalog: Catalog): readonly PlanProblem[] {
  return collectProblems(problemsOf(set, catalog));
}

function* problemsOf({ confirmation }: DutySet, { groups }: Catalog): PlanProblems {
  if (confirmation === undefined) return;
  const { by, also } = confirmation;
  const members = new Map(groups.map((group) => [group.id, group.members.length]));
  const document = 'duties';
  if (by !== null) {
    const pointer = '/spec/confirmation/by';
    yield* checkReference({ document, pointer }, 'group', by, members);
    if (members.get(by) === 0) {
      yield {
        code: 'nobody-confirms',
        document,
        pointer,
        message: `Nobody is in ${by}, so that no change could ever be confirmed.`,
        remedy: 'Put people into the group, or name another one.',
      };
    }
  }
  if (also.includes('Catalog') && (by === null || members.get(by) === 1)) {
    yield {
      code: 'nobody-confirms',
      document,
      pointer: '/spec/confirmation/also',
      message: 'A catalog that nobody is left to confirm could never be changed again.',
      remedy: 'Name in `by` a group of at least two people.',
    };
  }
}
