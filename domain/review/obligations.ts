import { type DeviationState, nameOfScope } from '../deviation/deviation.ts';
import type { ReviewPolicy } from '../plan/policy.ts';
import type { ObligationState, ReleaseState } from '../release/state.ts';

/** What is owed after go-live, or after a rollback. */
export type OpenObligation = {
  readonly obligation: string;
  readonly title: string;
  readonly owner: string;
  readonly due: string;
  readonly mandatoryBecause: readonly string[];
};

/**
 * The obligations of a release: a post-implementation review, and runbooks brought up to date. What
 * went another way than planned makes the review mandatory and stands on its agenda. `since` is the
 * instant of go-live, RFC 3339.
 */
export function obligationsOf(
  policy: ReviewPolicy,
  state: Pick<ReleaseState, 'deviations' | 'askedDeviations' | 'revisions' | 'services'>,
  since: string,
): readonly OpenObligation[] {
  const after = (ms: number) => new Date(Date.parse(since) + ms).toISOString();
  return [
    {
      obligation: 'review',
      title: 'Post-implementation review',
      owner: policy.owner,
      due: after(policy.reviewDueMs),
      mandatoryBecause: state.deviations,
    },
    {
      obligation: 'runbook',
      title: 'Runbook and knowledge update',
      owner: policy.owner,
      due: after(policy.runbookDueMs),
      mandatoryBecause: [],
    },
    ...state.askedDeviations.flatMap(followUpOf),
    ...deferralsOf(state),
  ];
}

/** What was deferred is owed by whoever was named for it, unless it came back in and went out. */
function deferralsOf({
  revisions = [],
  services,
}: Pick<ReleaseState, 'revisions' | 'services'>): readonly OpenObligation[] {
  const deferred = new Map(
    revisions.flatMap(({ dropped }) => dropped.map((each) => [each.component, each] as const)),
  );
  return [...deferred.values()].flatMap(({ component, reason, followUp }) => {
    if (followUp === null || services.includes(component)) return [];
    const { what: title, owner, due } = followUp;
    const mandatoryBecause = [`${component} was deferred: ${reason}`];
    return [{ obligation: `deferred/${component}`, title, owner, due, mandatoryBecause }];
  });
}

/** What was promised for a deviation is owed once it was used, and nobody can waive it. */
function followUpOf({ id, scope, used, followUp }: DeviationState): readonly OpenObligation[] {
  if (used === null) return [];
  const { what: title, owner, due } = followUp;
  const mandatoryBecause = [`Promised for a deviation: ${nameOfScope(scope)}.`];
  return [{ obligation: `follow-up/${id}`, title, owner, due, mandatoryBecause }];
}

/** Whether nothing is owed any more. A state from before there were waivers knows none. */
export function isSettled({ metAt, waived }: Pick<ObligationState, 'metAt' | 'waived'>): boolean {
  return metAt !== null || Boolean(waived);
}
