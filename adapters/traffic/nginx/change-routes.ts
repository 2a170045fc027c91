import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { StepContext } from '../../../activities/ports/deployer.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { withFileLock } from '../../durable-state/with-file-lock.ts';
import type { WriteJson } from '../../durable-state/write-json.ts';
import { findFreePort } from '../../processes/free-port.ts';
import { hasCode } from '../../system-error.ts';
import { type RouteRecord, routeName } from '../division/division.ts';
import type { Refusal } from '../division/refusal.ts';
import { foreignChange } from './foreign-change.ts';
import { reload, servedGeneration, testConfig } from './reload.ts';
import { renderConfig } from './render-config.ts';
import {
  configFile,
  type Generation,
  lockFile,
  type NginxState,
  readState,
  stateFile,
} from './state.ts';
import { findMaster } from './workers.ts';

const LOCK_TIMEOUT_MS = 60_000;

/** An nginx and how to deal with it. */
export type NginxPlace = {
  readonly root: string;
  readonly program: string;
  readonly reloadTimeoutMs: number;
  readonly writeState: WriteJson;
};

/** What an order makes of a route, and why it may not. */
export type RouteChange = {
  readonly place: { readonly environment: string; readonly component: string };
  readonly refusal: (route: RouteRecord | undefined) => Refusal | null;
  readonly record: (route: RouteRecord | undefined) => RouteRecord;
};

/**
 * Changes one route, alone: reads what is there, refuses what may not be, records the intent,
 * replaces the file, lets nginx take it, sees that it did, and records that. Whatever call comes
 * after a crash finds by the file's digest how far this one has come, and goes on from there.
 */
export async function changeRoute(
  nginx: NginxPlace,
  { place, refusal, record }: RouteChange,
  context: StepContext,
): Promise<void> {
  const wait = {
    timeoutMs: LOCK_TIMEOUT_MS,
    signal: context.signal,
    waiting: () => context.heartbeat('waiting for another change of nginx'),
  };
  await withFileLock(lockFile(nginx.root), wait, async () => {
    const known = await readState(nginx.root);
    if (known === null) throw notRunning(nginx.root);
    const state = { ...known, now: await generationInFile(nginx.root, known) };
    const name = routeName(place);
    const before = state.now.routes[name];
    const refused = refusal(before);
    if (refused !== null) throw failureOf(refused);
    const unset = record(before);
    const needsPort = unset.port === 0 && unset.shares.length > 0;
    const route = needsPort ? { ...unset, port: await findFreePort() } : unset;
    const next = route === before ? state.now : nextGeneration(nginx.root, state, name, route);
    await take(nginx, { ...state, next, seen: seenWith(state, name, route) }, next, context);
  });
}

/** Makes nginx work by the generation, wherever an earlier call had got to. */
async function take(
  nginx: NginxPlace,
  state: NginxState,
  next: Generation,
  context: StepContext,
): Promise<void> {
  const { root, program, reloadTimeoutMs: timeoutMs } = nginx;
  const { statusPort } = state;
  const { generation } = next;
  const master = await findMaster(root, state);
  if (master === null) throw notRunning(root);
  await nginx.writeState(stateFile(root), state);
  if (next !== state.now || (await readConfig(root)) === null) {
    const proposed = `${configFile(root)}.next`;
    await writeFile(proposed, renderConfig(root, statusPort, next), { mode: 0o600, flush: true });
    await testConfig(program, root, proposed);
    await rename(proposed, configFile(root));
  }
  if ((await servedGeneration(statusPort)) !== generation) {
    await reload(master, { root, statusPort, generation, timeoutMs }, context);
  }
  await nginx.writeState(stateFile(root), { ...state, now: next, next: null });
}

/**
 * The generation that the file holds: the one that was recorded last, or the one that a call meant
 * to bring before it died. Of a file that was removed it is the former, and it is written anew.
 */
async function generationInFile(root: string, state: NginxState): Promise<Generation> {
  const { now, next, statusPort } = state;
  const found = await readConfig(root);
  const digest = found === null ? now.configDigest : digestOf(found);
  if (digest === now.configDigest) return now;
  if (digest === next?.configDigest) return next;
  throw foreignChange(configFile(root), renderConfig(root, statusPort, now), found ?? '');
}

function nextGeneration(
  root: string,
  { now, statusPort }: NginxState,
  name: string,
  route: RouteRecord,
): Generation {
  const next = { generation: now.generation + 1, routes: { ...now.routes, [name]: route } };
  return { ...next, configDigest: digestOf(renderConfig(root, statusPort, next)) };
}

function seenWith({ seen }: NginxState, name: string, { shares }: RouteRecord): NginxState['seen'] {
  const known = seen[name] ?? [];
  const others = known.filter(({ digest }) => shares.every((share) => share.digest !== digest));
  return { ...seen, [name]: [...others, ...shares] };
}

/** A first generation without routes, for an nginx that is to be started. */
export async function firstState(root: string): Promise<NginxState> {
  const statusPort = await findFreePort();
  const empty = { generation: 1, routes: {} };
  const configDigest = digestOf(renderConfig(root, statusPort, empty));
  const now = { ...empty, configDigest };
  return { format: 'tidegate/nginx/v1', statusPort, now, next: null, seen: {} };
}

/** Writes the file of a generation where there is none. */
export async function ensureConfig(root: string, state: NginxState): Promise<void> {
  if ((await readConfig(root)) !== null) return;
  await mkdir(root, { recursive: true });
  const text = renderConfig(root, state.statusPort, state.now);
  await writeFile(configFile(root), text, { mode: 0o600, flush: true });
}

async function readConfig(root: string): Promise<string | null> {
  try {
    return await readFile(configFile(root), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

function failureOf({ kind, code, message, remedy }: Refusal): StepFailure {
  return new StepFailure(kind, code, message, remedy);
}

export function notRunning(root: string): StepFailure {
  return new StepFailure(
    'retry',
    'traffic/nginx-unreachable',
    `No nginx runs for ${root}.`,
    'Start the workers again, which starts it too. Until then users cannot reach what is routed.',
  );
}
