import type { ChangeState } from '../release/state.ts';

type Change = Pick<
  ChangeState,
  'environment' | 'component' | 'to' | 'status' | 'irreversible' | 'holds' | 'stays' | 'isWithheld'
>;

/**
 * Why a change is left where everything else is taken back, or null. It has no way back, or it was
 * planned as one that a rollback leaves. What was refused before it began has changed nothing that
 * could stay.
 */
export function whyKept(change: Change, all: readonly Change[]): string | null {
  const final = whyFinal(change, all);
  if (final !== null || change.isWithheld === true) return final;
  return change.stays?.reason ?? null;
}

/**
 * Why a change has no way back, or null. Either it was planned so, or a contraction has begun since
 * that took away what its version before needs. One that failed counts as begun: nobody can say how
 * far it came, and the new versions work with and without it.
 */
export function whyFinal(change: Change, all: readonly Change[]): string | null {
  if (change.isWithheld === true) return null;
  if (change.irreversible !== undefined) return change.irreversible.reason;
  const holder = all.find(
    ({ environment, holds, isWithheld, status }) =>
      environment === change.environment &&
      holds?.includes(change.component) === true &&
      isWithheld !== true &&
      status !== 'replaced',
  );
  if (holder === undefined) return null;
  const { component, to, irreversible } = holder;
  const what = `${component} ${to.version} took away what the version before needs`;
  return irreversible === undefined ? `${what}.` : `${what}: ${irreversible.reason}`;
}
