import type { RefusedSignature } from '../activities/ports/signatures.ts';
import { type Message, statementSignals } from './contract.ts';
import type { ReleaseRun } from './release-run.ts';

/**
 * Beyond this many recorded refusals a release only counts on: a storm must not fill its history.
 */
const recordedRefusalLimit = 100;
/** The verifier takes none that is longer. */
const longestJws = 64 * 1024;

type Reason = RefusedSignature['refused'];

/** Records a refusal, or only counts it when there have been too many. */
export function refuse(run: ReleaseRun, id: string | null, signal: string, why: Reason): void {
  // A statement about this release gets its receipt however many others were refused.
  const isAnswered = id !== null && why.code !== 'statement/other-release';
  if (run.state.refusals >= recordedRefusalLimit && !isAnswered) return run.countRefusal();
  run.journal.record({ type: 'statement.refused', id, signal: signal.slice(0, 64), ...why });
}

/** Why a message cannot count, as far as its looks say; null when it is worth a step. */
export function whyHopeless(run: ReleaseRun, { signal, payload }: Message): Reason | null {
  if (signal === 'lease-granted') return whyNoGrant(run, payload);
  if (signal === 'lease-recalled') {
    const isHeld = run.state.leases.some(
      ({ environment, status }) =>
        environment === recalledEnvironment(payload) && status === 'held',
    );
    if (isHeld) return null;
    return { code: 'lease/not-held', reason: 'This release holds no such environment.' };
  }
  if (!(signal in statementSignals)) {
    const name = signal.slice(0, 64);
    return { code: 'signal/unknown', reason: `Nobody sends a signal called ${name}.` };
  }
  if (isSigned(payload)) return null;
  return { code: 'signal/undecodable', reason: 'It holds no signed statement.' };
}

function whyNoGrant(run: ReleaseRun, payload: unknown): Reason | null {
  const environment = grantedEnvironment(payload);
  if (environment === null) {
    const reason = 'It names no environment and fencing number.';
    return { code: 'lease/undecodable', reason };
  }
  const known = run.state.leases.find((lease) => lease.environment === environment);
  if (known !== undefined) return null;
  const reason = `This release has not asked for ${environment.slice(0, 64)}.`;
  return { code: 'lease/not-asked-for', reason };
}

export function isSigned(payload: unknown): payload is { jws: string } {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'jws' in payload &&
    typeof payload.jws === 'string' &&
    payload.jws.length <= longestJws
  );
}

/** The environment that a grant speaks about; null when it is none. */
export function grantedEnvironment(payload: unknown): string | null {
  const environment = recalledEnvironment(payload);
  if (environment === null || typeof payload !== 'object' || payload === null) return null;
  return 'fence' in payload && typeof payload.fence === 'number' ? environment : null;
}

/** The environment that a recall speaks about; null when it is none. */
export function recalledEnvironment(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  if (!('environment' in payload) || typeof payload.environment !== 'string') return null;
  return payload.environment;
}
