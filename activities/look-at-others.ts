import type { Awaited } from '../domain/other-release/awaited.ts';
import {
  type AwaitedVerdict,
  judgeAwaited,
  type OtherRelease,
} from '../domain/other-release/judge-awaited.ts';
import { type PlanPorts, sealedPlanOf } from './load-sealed-plan.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

export type OtherPorts = PlanPorts & Pick<Ports, 'isAlone'>;

/** What is awaited, and what came of it. */
export type SeenOther = { readonly awaited: Awaited; readonly verdict: AwaitedVerdict };

type LookOrder = {
  readonly release: string;
  readonly awaited: readonly Awaited[];
  /** By release: why it is waited for, as it was told. Who has come, or was not seen, is absent. */
  readonly told: Readonly<Record<string, string>>;
};

/**
 * Looks at the records of other releases, and answers as soon as there is something else to tell
 * than before. Until then it is tried again by Temporal, which costs no history, however many
 * months it takes.
 */
export function createLookAtOthers(ports: OtherPorts) {
  return async function lookAtOthers(order: LookOrder): Promise<readonly SeenOther[]> {
    const { release, awaited, told } = order;
    const seen = await judgeOthers(ports, release, awaited);
    if (seen.every(({ verdict }) => verdict.standing === 'met')) return seen;
    const isNew = seen.some(({ awaited: other, verdict }) => {
      const reason = verdict.standing === 'met' ? undefined : verdict.reason;
      return reason !== told[other.release];
    });
    if (isNew) return seen;
    const names = awaited.map((other) => other.release).join(', ');
    const message = `Nothing is new of ${names}.`;
    throw new StepFailure('retry', 'others/unchanged', message, 'Nothing to do: it looks again.');
  };
}

/** What the records say of each now. In a rehearsal, which is alone, everybody has come. */
export async function judgeOthers(
  ports: OtherPorts,
  release: string,
  awaited: readonly Awaited[],
): Promise<readonly SeenOther[]> {
  if (ports.isAlone) return awaited.map((other) => ({ awaited: other, verdict: alone }));
  const seen: SeenOther[] = [];
  for (const other of awaited) {
    const known = await otherRelease(ports, other.release);
    seen.push({ awaited: other, verdict: judgeAwaited(other, known, release) });
  }
  return seen;
}

const alone = { standing: 'met' } as const;

/** Null for one that has recorded nothing. What is recorded goes by a plan that the API sealed. */
async function otherRelease(ports: OtherPorts, release: string): Promise<OtherRelease | null> {
  const state = await ports.ledger.state(release);
  if (state === null || state.planDigest === null) return null;
  const { plan } = await sealedPlanOf(ports, release, state.planDigest);
  return { plan, state };
}
