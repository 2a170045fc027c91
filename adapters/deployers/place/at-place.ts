import { join } from 'node:path';
import type { z } from 'zod';
import type { DeploymentOrder, StepContext } from '../../../activities/ports/deployer.ts';
import { readJson } from '../../durable-state/read-json.ts';
import { withFileLock } from '../../durable-state/with-file-lock.ts';
import type { WriteJson } from '../../durable-state/write-json.ts';
import { refuseOtherContent, refuseStaleFence } from './check-order.ts';
import { placeFolder } from './place-folder.ts';

const LOCK_TIMEOUT_MS = 60_000;

/**
 * What every deployer knows of a place: the highest fence, and what was ordered under which key.
 */
type KnownOrders = {
  readonly fence: number;
  readonly works: Readonly<Record<string, { readonly digest: string }>>;
};

/** Where and how a deployer keeps what it knows of its places. */
export type PlaceStore<State extends KnownOrders> = {
  readonly root: string;
  readonly writeState: WriteJson;
  readonly shape: z.ZodType<State>;
  /** What is known of a place where nothing has been done yet. */
  readonly empty: State;
};

/** One call at work on one place, alone, with what is recorded of it. */
export type PlaceSession<State> = {
  readonly folder: string;
  readonly context: StepContext;
  readonly state: () => State;
  /** Changes what is recorded. When it resolves, a crash no longer loses it. */
  readonly change: (next: Partial<State>) => Promise<void>;
};

/** What is recorded of a place. Takes no lock: the file is always whole. */
export async function readPlace<State extends KnownOrders>(
  store: PlaceStore<State>,
  folder: string,
): Promise<State> {
  return (await readJson(stateFile(folder), store.shape)) ?? store.empty;
}

/**
 * Runs `work` on the ordered place while no other call does, once its fence and key were checked.
 *
 * Errors: terminal for a stale fence and for a key under which other content was ordered.
 */
export async function atPlace<State extends KnownOrders, Result>(
  store: PlaceStore<State>,
  order: DeploymentOrder,
  context: StepContext,
  work: (session: PlaceSession<State>) => Promise<Result>,
): Promise<Result> {
  const folder = placeFolder(store.root, order);
  return inFolder(store, folder, context, async (session) => {
    const { fence, works } = session.state();
    refuseStaleFence(order, fence);
    const known = works[order.key];
    if (known !== undefined) refuseOtherContent(order, known.digest);
    if (order.fence > fence) await session.change({ ...session.state(), fence: order.fence });
    return work(session);
  });
}

/** The same without an order: for those who look after all places, not for releases. */
export async function inFolder<State extends KnownOrders, Result>(
  store: PlaceStore<State>,
  folder: string,
  context: StepContext,
  work: (session: PlaceSession<State>) => Promise<Result>,
): Promise<Result> {
  const wait = {
    timeoutMs: LOCK_TIMEOUT_MS,
    signal: context.signal,
    waiting: () => context.heartbeat('waiting for another call at the same place'),
  };
  return withFileLock(join(folder, 'place.lock'), wait, async () => {
    let state = await readPlace(store, folder);
    const change = async (next: Partial<State>) => {
      const changed = { ...state, ...next };
      await store.writeState(stateFile(folder), changed);
      state = changed;
    };
    return work({ folder, context, state: () => state, change });
  });
}

const KEPT_WORKS = 500;

/** Records what became of a key. Only the oldest of very many keys are forgotten. */
export function withWork<Work>(
  works: Readonly<Record<string, Work>>,
  key: string,
  work: Work,
): Record<string, Work> {
  const others = Object.entries(works).filter(([known]) => known !== key);
  return Object.fromEntries([...others.slice(1 - KEPT_WORKS), [key, work]]);
}

function stateFile(folder: string): string {
  return join(folder, 'place.json');
}
