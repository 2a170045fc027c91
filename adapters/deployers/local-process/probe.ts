import type { StepContext } from '../../../activities/ports/deployer.ts';
import { findByEnvironment, isRunning } from '../../processes/identity.ts';
import { listensOn } from '../../processes/listens-on.ts';
import { messageOf } from '../../system-error.ts';
import { throwIfStopped } from '../place/check-order.ts';
import { INSTANCE_MARK } from './settings.ts';
import type { Slot, Standing, Version } from './state.ts';

const PROBE_TIMEOUT_MS = 2_000;

export type Probe = {
  readonly ready: boolean;
  /** Whether its process runs, ready or not. */
  readonly runs: boolean;
  /** What is missing, for people; empty when it is ready. */
  readonly reason: string;
};

/** Asks every instance of a version, in the order of its slots. */
export function probeAll(standing: Standing, context: StepContext): Promise<readonly Probe[]> {
  return Promise.all(standing.slots.map((slot) => probe(standing, slot, context)));
}

/** Asks one instance whether it runs, is well, and is the version that it should be. */
async function probe(version: Version, slot: Slot, context: StepContext): Promise<Probe> {
  if (slot.process === null || !isRunning(slot.process)) {
    return { ready: false, runs: false, reason: 'its process has ended' };
  }
  try {
    const reason = await ask(version, slot, context.signal);
    return { ready: reason === '', runs: true, reason };
  } catch (error) {
    // A question that was broken off says nothing about the instance.
    throwIfStopped(context);
    return { ready: false, runs: true, reason: `it does not answer (${messageOf(error)})` };
  }
}

export function addressOf(slot: Slot): string {
  return `http://127.0.0.1:${slot.port}`;
}

async function ask(version: Version, slot: Slot, signal: AbortSignal): Promise<string> {
  const { healthPath, versionPath } = version.settings;
  const health = await get(addressOf(slot) + healthPath, signal);
  await health.body?.cancel();
  if (!health.ok) return `${healthPath} answers ${health.status}`;
  if (versionPath === null) return strangerAt(slot);
  const answer = await get(addressOf(slot) + versionPath, signal);
  const found = digestIn(await answer.text());
  if (found === version.digest) return '';
  return `${versionPath} reports the digest ${found ?? '(none)'}, not ${version.digest}`;
}

/**
 * A program that cannot say what it is, is what it was started from, if it is the one that answers.
 */
function strangerAt(slot: Slot): string {
  const own = findByEnvironment(INSTANCE_MARK, slot.mark).map(({ pid }) => pid);
  return listensOn(own, slot.port) ? '' : `port ${slot.port} is answered by another program`;
}

function get(url: string, signal: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  return fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, timeout]) });
}

function digestIn(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer !== 'object' || answer === null || !('digest' in answer)) return null;
    return typeof answer.digest === 'string' ? answer.digest : null;
  } catch {
    return null;
  }
}
