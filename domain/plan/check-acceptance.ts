import { severities } from '../acceptance/defect.ts';
import type { CatalogIndex } from './catalog-index.ts';
import { checkPeople } from './check-people.ts';
import { checkReference } from './check-reference.ts';
import type { UatPolicy } from './policy.ts';
import type { PlanProblems } from './problem.ts';

/** What is wrong with the policy of a user acceptance test. `at` is the pointer to it. */
export function* checkAcceptance(at: string, uat: UatPolicy, index: CatalogIndex): PlanProblems {
  const { groups } = index;
  const document = 'policy';
  yield* checkPeople(at, 'cycle', { ...uat, deadlineMs: uat.cycleMs }, index);
  yield* checkReference({ document, pointer: `${at}/escalateTo` }, 'group', uat.escalateTo, groups);
  const board = uat.unresolved?.escalateTo;
  // By default it is the group above, whose name is wrong in one place then.
  if (board !== undefined && board !== uat.escalateTo) {
    const pointer = `${at}/unresolved/escalateTo`;
    yield* checkReference({ document, pointer }, 'group', board, groups);
  }
  yield* checkThresholds(`${at}/defects`, uat);
}

/** Letting more of the worse stand than of the lesser is a slip of the pen. */
function* checkThresholds(at: string, { defects = {} }: UatPolicy): PlanProblems {
  for (const [index, severity] of severities.entries()) {
    const most = defects[severity] ?? Number.POSITIVE_INFINITY;
    const lesser = severities
      .slice(index + 1)
      .find((other) => (defects[other] ?? Number.POSITIVE_INFINITY) < most);
    if (lesser === undefined) continue;
    const allowed = defects[severity] ?? 'Any number';
    const only = `only ${defects[lesser]} ${lesser}`;
    yield {
      code: 'worse-allowed-more',
      document: 'policy',
      pointer: `${at}/${defects[severity] === undefined ? lesser : severity}`,
      message: `${allowed} of ${severity} defects may be open, and ${only}.`,
      remedy: `Let at most as many ${severity} defects be open as ${lesser} ones.`,
    };
  }
}
