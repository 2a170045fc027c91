import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { findByEnvironment, isRunning, type ProcessIdentity } from '../../processes/identity.ts';
import { startDetached } from '../../processes/start-detached.ts';
import { stopProcesses } from '../../processes/stop-processes.ts';
import { messageOf } from '../../system-error.ts';
import { hexOfDigest } from '../place/place-folder.ts';
import { unpackedFolder } from '../place/unpack-artifact.ts';
import { choosePort } from './choose-port.ts';
import { type Role, type Session, standingAs } from './session.ts';
import { INSTANCE_MARK } from './settings.ts';
import type { Slot, Standing } from './state.ts';
import { markedProcess } from './stop-version.ts';

/** A process forked just before its parent was killed shows its own environment only after this. */
const FORK_SETTLES_MS = 200;

/** Makes one instance run, if it does not. Returns whether it had to be started. */
export async function ensureInstance(
  session: Session,
  role: Role,
  number: number,
): Promise<boolean> {
  const recorded = standingAs(session, role).slots.find(({ slot }) => slot === number);
  if (recorded !== undefined) {
    const running = await findRunning(recorded);
    if (running !== null) {
      if (recorded.process === null) await record(session, role, { ...recorded, process: running });
      return false;
    }
    // Its leader has ended; children it left behind would hold its port.
    await stopProcesses([markedProcess(recorded)], 0, () => {});
  }
  const port = await choosePort(recorded?.port ?? null, portsOf(session));
  const intent: Slot = { slot: number, port, mark: randomUUID(), process: null };
  await record(session, role, intent);
  const process = await start(session, standingAs(session, role), intent);
  await record(session, role, { ...intent, process });
  return true;
}

/** Where an instance writes its output, below the folder of its place. */
export function logOf(standing: Standing, number: number): string {
  return join('logs', `${hexOfDigest(standing.digest).slice(0, 12)}-${number}.log`);
}

async function findRunning(slot: Slot): Promise<ProcessIdentity | null> {
  if (slot.process !== null) return isRunning(slot.process) ? slot.process : null;
  const found = leaderOf(slot.mark);
  if (found !== null) return found;
  await sleep(FORK_SETTLES_MS);
  return leaderOf(slot.mark);
}

function leaderOf(mark: string): ProcessIdentity | null {
  const leader = findByEnvironment(INSTANCE_MARK, mark).find(({ pid, group }) => pid === group);
  return leader === undefined ? null : { pid: leader.pid, started: leader.started };
}

/** Ports that other instances of this place were given, whether or not they listen yet. */
function portsOf(session: Session): readonly number[] {
  const { current, candidate } = session.state();
  return [current, candidate].flatMap((standing) => standing?.slots ?? []).map(({ port }) => port);
}

async function record(session: Session, role: Role, slot: Slot): Promise<void> {
  const standing = standingAs(session, role);
  const others = standing.slots.filter((known) => known.slot !== slot.slot);
  const slots = [...others, slot].toSorted((one, other) => one.slot - other.slot);
  await session.change({ [role]: { ...standing, slots } });
}

async function start(
  session: Session,
  standing: Standing,
  slot: Slot,
): Promise<ProcessIdentity | null> {
  const log = join(session.folder, logOf(standing, slot.slot));
  const place = { port: String(slot.port), host: '127.0.0.1' };
  const command = standing.settings.command.map((argument) => fill(argument, place));
  const env = Object.entries(standing.settings.env).map(([name, text]): [string, string] => [
    name,
    fill(text, place),
  ]);
  const cwd = unpackedFolder(session.folder, standing.digest);
  try {
    const { identity } = await startDetached({
      command,
      cwd,
      env: {
        ...Object.fromEntries(env),
        PORT: place.port,
        HOST: place.host,
        TIDEGATE_ARTIFACT_DIGEST: standing.digest,
        TIDEGATE_VERSION: standing.version,
        [INSTANCE_MARK]: slot.mark,
      },
      stdoutPath: log,
      stderrPath: log,
    });
    return identity === null ? null : { pid: identity.pid, started: identity.started };
  } catch (error) {
    throw new StepFailure(
      'terminal',
      'deployer/cannot-start',
      `"${command[0]}" of ${standing.version} cannot be started in ${cwd}: ${messageOf(error)}`,
      'Correct the `command` in the deployment settings, or install the program it names.',
    );
  }
}

/** Other braces pass untouched: arguments may hold JSON or templates of their own. */
function fill(text: string, { port, host }: { port: string; host: string }): string {
  return text.replaceAll('{port}', port).replaceAll('{host}', host);
}
