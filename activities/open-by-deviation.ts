import type { Calendar } from '../domain/calendar/calendar.ts';
import type { DeviationState } from '../domain/deviation/deviation.ts';
import { isOpenWithout } from '../domain/deviation/is-open-without.ts';
import { whyUnusable } from '../domain/deviation/why-unusable.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { scopesOf } from '../domain/plan/scopes-of.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Ports } from './ports/index.ts';

type ProofPorts = Pick<Ports, 'statements' | 'verifier' | 'directory' | 'clock'>;

/** A release as its sealed plan and its ledger know it. */
export type ProvenRelease = {
  readonly release: string;
  readonly plan: ReleasePlan;
  readonly state: ReleaseState;
};

/**
 * Why a recorded deviation counts for nothing at this moment, as the rest of a sentence; null when
 * it counts. Both statements are loaded by their digests, and verified again.
 */
export async function whyNoDeviation(
  ports: ProofPorts,
  about: ProvenRelease,
  recorded: DeviationState,
): Promise<string | null> {
  const { answer, request } = recorded;
  if (answer === null) return 'nobody has granted it';
  const [asked, answered] = await Promise.all([
    verified(ports, request),
    verified(ports, answer.statement),
  ]);
  if (asked === null || answered === null) return 'it is not signed';
  const proven = {
    request: asked.statement,
    requestDigest: asked.digest,
    verdict: answered.statement,
    groups: await ports.directory.groupsOf(answered.statement.by),
  };
  return whyUnusable({ ...about, now: ports.clock().toISOString() }, recorded, proven);
}

async function verified({ statements, verifier }: ProofPorts, digest: string) {
  const jws = await statements.load(digest);
  if (jws === null) return null;
  const found = await verifier.verify(jws);
  return 'refused' in found ? null : found;
}

/**
 * Looks among the given deviations for one by which the release may go out although the calendar is
 * closed. `closedBecause` are the reasons of those that count for nothing, as sentences.
 */
export async function openByDeviation(
  ports: ProofPorts,
  about: ProvenRelease,
  closed: { readonly environment: string; readonly calendar: Calendar },
  among: readonly DeviationState[],
): Promise<{ readonly deviation: string | null; readonly closedBecause: readonly string[] }> {
  const { environment, calendar } = closed;
  const closedBecause: string[] = [];
  for (const recorded of among) {
    const { id, scope } = recorded;
    if (scope.kind !== 'calendar' || scope.environment !== environment) continue;
    const why = await whyNoDeviation(ports, about, recorded);
    const instant = ports.clock().toISOString();
    const scopes = scopesOf(about.plan, environment);
    if (why === null && isOpenWithout({ calendar, scopes, instant }, scope)) {
      return { deviation: id, closedBecause: [] };
    }
    const reason = why ?? 'other entries close it, or an embargo, which nobody overrides';
    closedBecause.push(`The override ${id} does not open it: ${reason}.`);
  }
  return { deviation: null, closedBecause };
}
