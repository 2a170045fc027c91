import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepContext } from '../../../activities/ports/deployer.ts';
import type { Traffic, TrafficState } from '../../../activities/ports/traffic.ts';
import type { Place } from '../../../domain/deployment/deployment.ts';
import { previewTraffic } from '../../../domain/deployment/preview-traffic.ts';
import { type WriteJson, writeJson } from '../../durable-state/write-json.ts';
import { type RouteRecord, routeName, type Share } from '../division/division.ts';
import { recordOf, undoneRecord } from '../division/next-record.ts';
import { readDivision } from '../division/read-division.ts';
import { refusalOf, refusalOfUndo } from '../division/refusal.ts';
import { throwIfStopped } from '../throw-if-stopped.ts';
import { changeRoute, notRunning, type RouteChange } from './change-routes.ts';
import { readCounters } from './counters.ts';
import { servedGeneration } from './reload.ts';
import { type Generation, type NginxState, readState } from './state.ts';
import { findMaster, workersOf } from './workers.ts';

const DRAIN_POLL_MS = 50;
const DRAIN_TIMEOUT_MS = 30_000;
const RELOAD_TIMEOUT_MS = 15_000;

/**
 * Divides users through the nginx that runs for the folder (see `startNginx`). It has drained when
 * the workers of earlier configurations have ended: nginx lets them finish what they have.
 *
 * Errors: `retry` while it does not run, or does not take a configuration in time; `needs-person`
 * with what differs when somebody else has changed its configuration file.
 */
export function createNginxTraffic(options: {
  readonly root: string;
  /** The program, where it is not `nginx` on the path. */
  readonly program?: string;
  /** How long `shift` waits for versions without a share to finish their requests. */
  readonly drainTimeoutMs?: number;
  readonly reloadTimeoutMs?: number;
  /** For tests that crash on purpose. */
  readonly writeState?: WriteJson;
}): Traffic {
  const root = resolve(options.root);
  const drainTimeoutMs = options.drainTimeoutMs ?? DRAIN_TIMEOUT_MS;
  const nginx = {
    root,
    program: options.program ?? 'nginx',
    reloadTimeoutMs: options.reloadTimeoutMs ?? RELOAD_TIMEOUT_MS,
    writeState: options.writeState ?? writeJson,
  };

  async function change(order: RouteChange, context: StepContext): Promise<TrafficState> {
    throwIfStopped(context);
    await changeRoute(nginx, order, context);
    const deadline = performance.now() + drainTimeoutMs;
    for (;;) {
      const state = await observe(root, order.place);
      if (state.draining.length === 0 || performance.now() > deadline) return state;
      throwIfStopped(context);
      context.heartbeat('versions without users finish what they have');
      await sleep(DRAIN_POLL_MS);
    }
  }

  return {
    observe: (place) => observe(root, place),
    preview: async (order) =>
      previewTraffic(order, (await observe(root, order)).shares, order.shares),
    shift: async (order, context) => {
      const division = readDivision(order);
      const refusal: RouteChange['refusal'] = (route) => refusalOf(division, route);
      const record: RouteChange['record'] = (route) => recordOf(division, route);
      return change({ place: order, refusal, record }, context);
    },
    undo: (undoing, context) =>
      change(
        {
          place: undoing,
          refusal: (route) => refusalOfUndo(undoing, route),
          record: (route) => undoneRecord(undoing, route),
        },
        context,
      ),
    counters: async (place) => readCounters(root, routeName(place), await requireState(root)),
  };
}

async function observe(root: string, place: Place): Promise<TrafficState> {
  const state = await requireState(root);
  const master = await findMaster(root, state);
  if (master === null) throw notRunning(root);
  const name = routeName(place);
  const record = (await generationAtWork(state)).routes[name];
  if (record === undefined) return { origin: null, shares: [], fence: 0, draining: [] };
  const { leaving } = workersOf(master.pid);
  // What a change under way is to bring has not lost anybody yet.
  const comes = state.next?.routes[name]?.shares ?? [];
  const shared = new Set([...record.shares, ...comes].map(({ digest }) => digest));
  const left = [
    ...(state.seen[name] ?? []).filter(({ digest }) => !shared.has(digest)),
    ...narrowed(record).filter(({ digest }) => shared.has(digest)),
  ];
  return {
    origin: record.port === 0 ? null : `http://127.0.0.1:${record.port}`,
    shares: record.shares,
    fence: record.fence,
    // nginx does not say whose requests its old workers have, so each of them counts for all.
    draining: left
      .filter(() => leaving.length > 0)
      .map(({ digest }) => ({ digest, openRequests: leaving.length })),
  };
}

/** The versions of which the latest change took some instances out, and left others. */
function narrowed({ shares, before }: RouteRecord): readonly Share[] {
  const stays = new Set(shares.flatMap(({ addresses }) => addresses));
  return (before?.shares ?? []).filter(({ addresses }) =>
    addresses.some((address) => !stays.has(address)),
  );
}

/** While a change is under way, users may be divided by it before that is recorded. */
async function generationAtWork({ now, next, statusPort }: NginxState): Promise<Generation> {
  if (next === null) return now;
  return (await servedGeneration(statusPort)) === next.generation ? next : now;
}

async function requireState(root: string): Promise<NginxState> {
  const state = await readState(root);
  if (state === null) throw notRunning(root);
  return state;
}
