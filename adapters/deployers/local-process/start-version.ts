import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { throwIfStopped } from '../place/check-order.ts';
import { lastLines } from '../place/last-lines.ts';
import { type Probe, probeAll } from './probe.ts';
import { type Role, type Session, standingAs } from './session.ts';
import { ensureInstance, logOf } from './start-instance.ts';
import type { Slot, Standing } from './state.ts';

const POLL_INTERVAL_MS = 150;
const LOG_LINES = 10;

/**
 * Makes every instance of a recorded version run and answer: starts what is missing, adopts what
 * already runs, and resolves when each is well and reports the version's digest. Returns whether
 * anything had to be started.
 *
 * Errors: terminal when an instance ends again after a second start, or is not ready in time.
 */
export async function startVersion(session: Session, role: Role): Promise<boolean> {
  let started = false;
  for (let slot = 0; slot < standingAs(session, role).settings.instances; slot += 1) {
    if (await ensureInstance(session, role, slot)) started = true;
  }
  const startedAgain = await waitUntilReady(session, role);
  return started || startedAgain;
}

/** Returns whether an instance had to be started again. */
async function waitUntilReady(session: Session, role: Role): Promise<boolean> {
  const { startTimeoutMs } = standingAs(session, role).settings;
  const deadline = performance.now() + startTimeoutMs;
  const startedAgain = new Set<number>();
  for (;;) {
    throwIfStopped(session.context);
    const standing = standingAs(session, role);
    const probes = await probeAll(standing, session.context);
    tellInstances(session, standing, probes);
    if (probes.every(({ ready }) => ready)) return startedAgain.size > 0;
    for (const [index, slot] of standing.slots.entries()) {
      if (probes[index]?.runs) continue;
      // A port can be taken between choosing it and listening on it, so one end is forgiven.
      if (startedAgain.has(index)) throw await hasEnded(session, standing, slot);
      startedAgain.add(index);
      await ensureInstance(session, role, index);
    }
    if (performance.now() > deadline) throw await notReady(session, standing, probes);
    session.context.heartbeat(`waiting for ${standing.version} to be ready`);
    await sleep(POLL_INTERVAL_MS);
  }
}

/** Says of each instance whether it is ready, and of the component how many are. */
function tellInstances(session: Session, standing: Standing, probes: readonly Probe[]): void {
  const { tell } = session.context;
  if (tell === undefined) return;
  for (const { slot, port } of standing.slots) {
    const { ready = false, reason = '' } = probes[slot] ?? {};
    const log = join(session.folder, logOf(standing, slot));
    const target = `instance ${slot} at port ${port}`;
    tell({ target, step: ready ? 'ready' : reason, share: ready ? 1 : 0, log });
  }
  const instances = standing.slots.length;
  const instancesReady = probes.filter(({ ready }) => ready).length;
  const share = instances === 0 ? null : instancesReady / instances;
  const counters = { instances, instancesReady };
  tell({ target: null, step: 'waiting for health', share, counters, log: null });
}

async function hasEnded(session: Session, standing: Standing, slot: Slot): Promise<StepFailure> {
  return new StepFailure(
    'terminal',
    'deployer/instance-ended',
    `Instance ${slot.slot} of ${standing.version} ended by itself, twice. ` +
      (await logExcerpt(session, standing, slot)),
    'Read the log and correct the component or its settings. The version before is untouched.',
  );
}

async function notReady(
  session: Session,
  standing: Standing,
  probes: readonly Probe[],
): Promise<StepFailure> {
  const index = probes.findIndex(({ ready }) => !ready);
  const slot = standing.slots[index];
  const excerpt = slot === undefined ? '' : await logExcerpt(session, standing, slot);
  return new StepFailure(
    'terminal',
    'deployer/not-ready',
    `${standing.version} was not ready within ${standing.settings.startTimeoutMs} ms: ` +
      `of instance ${index}, ${probes[index]?.reason}. ${excerpt}`,
    'Read the log, correct the component or give it more time (`startTimeoutMs`).',
  );
}

async function logExcerpt(session: Session, standing: Standing, slot: Slot): Promise<string> {
  const log = join(session.folder, logOf(standing, slot.slot));
  const lines = await lastLines(log, LOG_LINES, standing.settings.env);
  return `Its log is ${log}, and ends with: ${lines.join(' | ') || '(nothing)'}`;
}
