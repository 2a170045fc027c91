import type { PlanOutline } from '../plan/plan.ts';
import { blockersOf } from '../release/blockers.ts';
import { displayState } from '../release/describe.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Awaited } from './awaited.ts';

/** Another release as its own records know it. */
export type OtherRelease = {
  readonly plan: Pick<PlanOutline, 'stages' | 'accountable'>;
  readonly state: ReleaseState;
};

/** What the records of another release say of what is awaited of it. */
export type AwaitedVerdict =
  | { readonly standing: 'met' }
  | {
      /** `gone`: it will not come to it any more, and people decide what that means. */
      readonly standing: 'awaited' | 'gone';
      /** As a sentence. */
      readonly reason: string;
      /** Who can help there. */
      readonly helpedBy: readonly string[];
    };

/**
 * Whether another release has come to what this one waits for. Only what is recorded of it counts;
 * one that went back or was withdrawn counts for nothing, whatever it had done before. `self` is
 * the release that waits; null stands for a release that was never started.
 */
export function judgeAwaited(
  awaited: Awaited,
  other: OtherRelease | null,
  self: string,
): AwaitedVerdict {
  const { release, stage: id } = awaited;
  if (other === null) {
    return { standing: 'awaited', reason: `${release} was not started yet.`, helpedBy: [] };
  }
  const { state, plan } = other;
  const helpedBy = helpersOf(other);
  if (state.rollback !== null || state.outcome === 'withdrawn') {
    const isWithdrawn = (state.outcome ?? state.rollback?.thenOutcome) === 'withdrawn';
    const reason = `${release} ${isWithdrawn ? 'was withdrawn' : 'was taken back'}.`;
    return { standing: 'gone', reason, helpedBy: [plan.accountable] };
  }
  const odd = whyNotTogether(awaited, plan, self);
  if (odd !== null) return { standing: 'gone', reason: odd, helpedBy: [plan.accountable] };
  const stage = state.stages.find((known) => known.id === id);
  if (stage === undefined) {
    const reason = `The plan of ${release} has no stage ${id}.`;
    return { standing: 'gone', reason, helpedBy: [plan.accountable] };
  }
  if (stage.status === 'succeeded') return { standing: 'met' };
  const isReady = stage.status === 'running' && !state.paused;
  if (awaited.until === 'reached' && isReady) return { standing: 'met' };
  return { standing: 'awaited', reason: describe(awaited, state), helpedBy };
}

/** Why two releases do not go by one train, as a sentence: each has to name the other. */
function whyNotTogether(
  { release, stage: id, train }: Awaited,
  { stages }: OtherRelease['plan'],
  self: string,
): string | null {
  if (train === undefined) return null;
  const stage = stages.find((known) => known.id === id);
  const names =
    stage?.kind === 'await-releases' &&
    stage.awaited.some((back) => back.release === self && back.train === train);
  return names
    ? null
    : `The plan of ${release} does not say that it goes with ${self} by ${train}.`;
}

function describe({ release, stage: id, until }: Awaited, state: ReleaseState): string {
  const at = state.stages.find(({ status }) => status === 'running' || status === 'failed');
  const where = at === undefined ? '' : `, in ${at.id}`;
  const lacks = until === 'reached' ? `is not ready at ${id}` : `has not done ${id}`;
  return `${release} ${lacks}: it is ${displayState(state)}${where}.`;
}

/** Who can help it on now: whom it waits for, or who answers for it where it waits for nobody. */
function helpersOf({ state, plan }: OtherRelease): readonly string[] {
  const asked = blockersOf(state).flatMap(({ clearedBy }) => clearedBy);
  return asked.length > 0 ? [...new Set(asked)] : [plan.accountable];
}
