import { contentDigest } from '../../domain/ledger/digest.ts';
import type { PlanOutline, ReleasePlan } from '../../domain/plan/plan.ts';
import { outlineOf } from '../../domain/revision/outline-of.ts';
import { aComponent, aPlan, aStage } from '../support/builders/plan.ts';

export const releaseName = 'spring';
export const place = 'production';

/** What of the plan a revision may change in the model. */
export type Scope = {
  readonly web: '2.0.0' | '2.0.1';
  /** How many of the board have to agree. */
  readonly board: 1 | 2;
  /** Whom the announcement tells: nobody decides about that. */
  readonly audience: 'everyone' | 'operations';
};

export const firstScope: Scope = { web: '2.0.0', board: 1, audience: 'everyone' };

/** Who has written what lies under a tag; in tests the address of a person is their name. */
export const authorsAt: Readonly<Record<string, readonly string[]>> = {
  'v2.0.0': ['dana'],
  'v2.0.1': ['dana', 'cliff'],
};

const hourMs = 3_600_000;

/** Plans by what is particular to them, each made once: their digests take long. */
const made = new Map<string, Known>();

/** A plan with what is worked out from it. */
export type Known = {
  readonly plan: ReleasePlan;
  readonly digest: string;
  readonly outline: PlanOutline;
};

export function planFor(scope: Scope): Known {
  const key = JSON.stringify([scope.web, scope.board, scope.audience]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const plan = makePlan(scope);
  const fresh = { plan, digest: contentDigest(plan), outline: outlineOf(plan) };
  made.set(key, fresh);
  return fresh;
}

/**
 * A test, then the approvals of two groups, then two components one after the other. The window
 * comes first, so that whatever closes while people think is met by the deployment itself.
 */
function makePlan({ web, board, audience }: Scope): ReleasePlan {
  const asked = { deadlineMs: 24 * hourMs, remindBeforeMs: [] };
  const requirements = [
    { id: 'production/cab', group: 'cab', count: board, ...asked },
    { id: 'production/management', group: 'management', count: 1, ...asked },
  ];
  const uat = {
    group: 'testers',
    count: 1,
    cycleMs: 12 * hourMs,
    remindBeforeMs: [],
    atExpiry: 'escalate',
    escalateTo: 'management',
  } as const;
  const stages = [
    aStage('build'),
    aStage('package'),
    aStage('promote'),
    aStage('window'),
    aStage('uat', { uat }),
    aStage('approval', { requirements }),
    aStage('announce', { announcement: { audience: [audience], channels: ['log'], text: '!' } }),
    aStage('deploy', { waves: [['orders'], ['web']] }),
    aStage('review'),
  ];
  const newest = { ...aComponent('web', 1, ['orders']), version: web, tag: `v${web}` };
  return aPlan(stages, { name: releaseName, components: [aComponent('orders'), newest] });
}
