import { bypassesToUse } from '../../../domain/deviation/bypasses.ts';
import { lateApprovalsOf } from '../../../domain/deviation/late-decisions.ts';
import { contentDigest } from '../../../domain/ledger/digest.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { askedAndGranted, deviationPolicy } from './deviation.ts';
import { aPlan, aStage } from './plan.ts';

export const now = '2026-11-21T23:00:00.000Z';
export const stage = 'production/approval';
export const requirement = 'production/cab';
const asked = { id: requirement, group: 'cab', count: 2, deadlineMs: 60_000, remindBeforeMs: [] };
export const stages = [
  aStage('approval', { requirements: [asked] }),
  aStage('deploy'),
  aStage('review'),
];
export const plan = aPlan(stages, { deviations: deviationPolicy });
export const planDigest = contentDigest(plan);
export const subjectDigest = 'sha256:what-goes-out';
export const scope = {
  kind: 'bypass',
  environment: 'production',
  requirement,
  subjectDigest,
} as const;
const said = askedAndGranted({ release: 'spring', planDigest, now }, { scope });
export const { request } = said;
const { requestDigest, verdict } = said;

export const fold = (state: ReleaseState, event: ReleaseEvent) =>
  applyFact(state, { seq: state.seq + 1, at: now, event });

/** Two of the board are asked. */
export const open = [
  {
    type: 'release.started' as const,
    planDigest,
    name: 'spring',
    title: 'Spring',
    releaseClass: 'emergency' as const,
    requestedBy: 'rita',
    services: ['web'],
    environments: ['production'],
    stages: stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  },
  {
    type: 'requirement.opened' as const,
    requirement,
    stage,
    kind: 'approval' as const,
    environment: 'production',
    group: 'cab',
    count: 2,
    subjectDigest,
    evidenceDigest: 'sha256:none',
    attempt: 1,
    deadline: '2026-11-22T23:00:00.000Z',
  },
].reduce(fold, initialState());

/** One is enough for now: `erin` asked for it, and `mona` granted it. */
export const granted = (
  [
    {
      type: 'deviation.asked',
      deviation: request.id,
      request: requestDigest,
      by: 'erin',
      grantedBy: 'management',
      terms: { approvals: 1, collectWithinMs: 3_600_000 },
      ...request.content,
    },
    { type: 'deviation.answered', ...verdict.content, by: 'mona', statement: 'sha256:verdict' },
  ] as const
).reduce(fold, open);

/** Somebody decides, in the place of `person` where that is said. */
export const decide = (
  state: ReleaseState,
  by: string,
  says: 'approve' | 'reject',
  person?: string,
) =>
  fold(state, {
    type: 'statement.accepted',
    id: `by-${by}`,
    kind: 'decision',
    digest: `sha256:${by}`,
    by,
    says,
    about: requirement,
    evidence: null,
    reason: '',
    ...(person === undefined ? {} : { inPlaceOf: { delegation: 'd-1', person } }),
  });

/** `cora` has approved, and the stage has gone on by the bypass. */
export function gone(): ReleaseState {
  const decided = decide(granted, 'cora', 'approve');
  const used = bypassesToUse(decided, stage, now);
  expect(used.map(({ bypass }) => bypass.id)).toEqual([request.id]);
  return used
    .flatMap(({ bypass, requirement: about }): ReleaseEvent[] => [
      { type: 'deviation.used', deviation: bypass.id, stage },
      lateApprovalsOf(decided, bypass, about, now),
      { type: 'requirement.settled', requirement, outcome: 'approved' },
    ])
    .reduce(fold, decided);
}
