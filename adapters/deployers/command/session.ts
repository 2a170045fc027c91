import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentOrder } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { WriteJson } from '../../durable-state/write-json.ts';
import { findByEnvironment, isRunning } from '../../processes/identity.ts';
import { type PlaceSession, type PlaceStore, withWork } from '../place/at-place.ts';
import { throwIfStopped } from '../place/check-order.ts';
import { unpackArtifact, verifyArchive } from '../place/unpack-artifact.ts';
import { observeTool, type ToolAnswer } from './observe-tool.ts';
import { type CommandName, fillPlaceholders, mentions } from './placeholders.ts';
import { end, runCommand } from './run-command.ts';
import { COMMAND_MARK, type CommandSettings, needsArtifact, parseSettings } from './settings.ts';
import {
  emptyPlace,
  type PlaceState,
  placeStateShape,
  type Running,
  type Standing,
  type Work,
} from './state.ts';

const POLL_INTERVAL_MS = 500;
const FORK_SETTLES_MS = 200;

/** One order at work on one place, alone, with the tool at hand. */
export type Session = PlaceSession<PlaceState> & {
  readonly order: DeploymentOrder;
  readonly settings: CommandSettings;
  /** The unpacked artifact, where a command needs it. */
  readonly artifactFolder: string | null;
};

export function commandStore(root: string, writeState: WriteJson): PlaceStore<PlaceState> {
  return { root, writeState, shape: placeStateShape, empty: emptyPlace };
}

/**
 * Readies the tool for an order: waits for a command that a killed call had left running, so that
 * two never run side by side, and verifies and unpacks the artifact.
 */
export async function openSession(
  place: PlaceSession<PlaceState>,
  order: DeploymentOrder,
): Promise<Session> {
  const settings = withLimits(parseSettings(order.settings), order.migrations);
  await mkdir(place.folder, { recursive: true });
  const { running } = place.state();
  if (running !== null) await awaitLeftOver(place, running, settings.timeoutMs);
  const { digest, path } = order.artifact;
  if (mentions(settings, 'artifactPath') && path !== null) await verifyArchive(path, digest);
  const artifactFolder = needsArtifact(settings)
    ? await unpackArtifact(place.folder, order.artifact)
    : null;
  return { ...place, order, settings, artifactFolder };
}

/**
 * libpq and most other clients of PostgreSQL read `PGOPTIONS`. Of an option that is given twice the
 * last counts, so what the deployment's own settings say of these two gives way.
 */
function withLimits(
  settings: CommandSettings,
  limits: DeploymentOrder['migrations'],
): CommandSettings {
  if (limits === undefined) return settings;
  const { lockTimeoutMs, statementTimeoutMs } = limits;
  const own = settings.env['PGOPTIONS'] ?? '';
  const timeouts = `-c lock_timeout=${lockTimeoutMs} -c statement_timeout=${statementTimeoutMs}`;
  return { ...settings, env: { ...settings.env, PGOPTIONS: `${own} ${timeouts}`.trim() } };
}

/** What the tool says is there now. */
export function ask(session: Session): Promise<ToolAnswer> {
  const { order, settings, context } = session;
  const folders = { place: session.folder, artifact: session.artifactFolder };
  return observeTool(order, settings, folders, context);
}

/**
 * Runs a command that changes something. It is recorded before it starts and until it has ended.
 */
export async function act(
  session: Session,
  name: Exclude<CommandName, 'observe'>,
  work: Pick<Work, 'before' | 'previous'>,
): Promise<void> {
  const { settings, folder, context } = session;
  const command = fillPlaceholders(settings[name] ?? [], valuesFor(session, work));
  const mark = randomUUID();
  const running: Running = { command: name, mark, process: null };
  await session.change({ running });
  const log = join(folder, 'logs', `${name}-${mark}`);
  const inArtifact = settings.workingDirectory === 'artifact';
  await runCommand(
    {
      name,
      command,
      cwd: inArtifact ? (session.artifactFolder ?? folder) : folder,
      settings,
      mark,
      stdoutPath: `${log}.out.log`,
      stderrPath: `${log}.err.log`,
      started: (process) => session.change({ running: { ...running, process } }),
    },
    context,
  );
  await session.change({ running: null });
}

/** Records what became of the order's key, together with what changes through it, in one step. */
export async function recordWork(
  session: Session,
  work: Omit<Work, 'digest'>,
  next: Partial<PlaceState> = {},
): Promise<void> {
  const recorded = { ...work, digest: session.order.artifact.digest };
  const works = withWork<Work>(session.state().works, session.order.key, recorded);
  await session.change({ ...next, works });
}

function valuesFor(session: Session, work: Pick<Work, 'before' | 'previous'>) {
  const { order, artifactFolder } = session;
  return {
    environment: order.environment,
    component: order.component,
    version: order.artifact.version,
    digest: order.artifact.digest,
    key: order.key,
    fence: String(order.fence),
    artifactPath: pathOf(session),
    artifactDir: artifactFolder ?? '',
    'previous.version': work.before?.version ?? 'none',
    'previous.digest': work.before?.digest ?? digestOf(work.previous) ?? 'none',
  };
}

/** The digest that was ordered for it; what was there before Tidegate has none. */
function digestOf(previous: Standing | null): string | null {
  return previous === null || previous.key === null ? null : previous.digest;
}

function pathOf({ order, settings }: Session): string {
  if (order.artifact.path !== null || !mentions(settings, 'artifactPath')) {
    return order.artifact.path ?? '';
  }
  throw new StepFailure(
    'terminal',
    'deployer/no-artifact',
    `A command for ${order.component} asks for {artifactPath}, but the order has no archive.`,
    'Give the component an artifact, or take the placeholder out of the command.',
  );
}

async function awaitLeftOver(
  place: PlaceSession<PlaceState>,
  running: Running,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  if (running.process === null) await sleep(FORK_SETTLES_MS);
  while (stillRuns(running)) {
    if (place.context.signal.aborted || performance.now() > deadline) {
      await end(running.mark, running.process);
      throwIfStopped(place.context);
    }
    place.context.heartbeat(`waiting for \`${running.command}\` of an earlier call to end`);
    await sleep(POLL_INTERVAL_MS);
  }
  await place.change({ running: null });
}

function stillRuns({ process, mark }: Running): boolean {
  return (
    (process !== null && isRunning(process)) || findByEnvironment(COMMAND_MARK, mark).length > 0
  );
}
