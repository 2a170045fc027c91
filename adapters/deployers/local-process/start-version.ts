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
 * Makes instances of a recorded version run and answer, all of them where none are named: starts
 * what is missing, adopts what already runs, and resolves when each that is recorded is well and
 * reports the version's digest. Returns whether anything had to be started.
 *
 * Errors: terminal when an instance ends again after a second start, or is not ready in time.
 */
export async function startVersion(
  session: Session,
  role: Role,
  numbers = allNumbers(standingAs(session, role)),
): Promise<boolean> {
  let started = false;
  for (const number of numbers) {
    if (await ensureInstance(session, role, number)) started = true;
  }
  const startedAgain = await waitUntilReady(session, role);
  return started || startedAgain;
}

/** The numbers of the instances that a version has when all of it stands. */
export function allNumbers({ settings }: Pick<Standing, 'settings'>): readonly number[] {
  return Array.from({ length: settings.instances }, (_, number) => number);
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
      await ensureInstance(session, role, slot.slot);
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
  for (const [index, { slot, port }] of standing.slots.entries()) {
    const { ready = false, reason = '' } = probes[index] ?? {};
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
  const number = slot?.slot ?? index;
  const excerpt = slot === undefined ? '' : await logExcerpt(session, standing, slot);
  return new StepFailure(
    'terminal',
    'deployer/not-ready',
    `${standing.version} was not ready within ${standing.settings.startTimeoutMs} ms: ` +
      `of instance ${number}, ${probes[index]?.reason}. ${excerpt}`,
    'Read the log, correct the component or give it more time (`startTimeoutMs`).',
  );
}

async function logExcerpt(session: Session, standing: Standing, slot: Slot): Promise<string> {
  const log = join(session.folder, logOf(standing, slot.slot));
  const lines = await lastLines(log, LOG_LINES, standing.settings.env);
  return `Its log is ${log}, and ends with: ${lines.join(' | ') || '(nothing)'}`;
}
