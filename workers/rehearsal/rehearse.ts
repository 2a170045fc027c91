import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import {
  createMemoryRecords,
  type MemoryRecords,
} from '../../adapters/simulated/memory-records.ts';
import { createRehearsalKey, type RehearsalKey } from '../../adapters/simulated/rehearsal-key.ts';
import type { RehearsalAccount } from '../../domain/rehearsal/account.ts';
import { isStuck } from '../../domain/rehearsal/is-stuck.ts';
import { makeAccount } from '../../domain/rehearsal/make-account.ts';
import type { RehearsalOrder } from '../../domain/rehearsal/order.ts';
import {
  type RehearsalActivities,
  rehearsalFailures,
  releaseWorkflowId,
  searchAttributes,
  taskQueues,
  workflowTypes,
} from '../../workflows/contract.ts';
import { createLeaseOffice } from '../lease-office.ts';
import { createWorkers } from '../workers.ts';
import { letPeopleSpeak, type Speech } from './let-people-speak.ts';
import { createRehearsalPorts } from './ports.ts';
import { createStage } from './stage.ts';
import { startTimeSkippingServer, type TimeSkippingServer } from './time-skipping-server.ts';

export type RehearsalRoom = {
  /** Path of the time-skipping server; null where there is none. */
  readonly serverPath: string | null;
  /** The same workflows that releases run. */
  readonly workflowBundle: WorkflowBundleWithSourceMap;
};

const namespace = 'default';
const heartbeatEveryMs = 3_000;
const callOffWithinMs = 5_000;
/** The enum value of the type Keyword in Temporal's API. */
const keyword = 2;

/** The step of the rehearsal workflow: each call has a server, records, tools and a key alone. */
export function createRehearse(room: RehearsalRoom): RehearsalActivities['rehearse'] {
  return async function rehearse(order) {
    const { serverPath, workflowBundle } = room;
    if (serverPath === null) throw noServer();
    const context = Context.current();
    const beating = setInterval(() => context.heartbeat(), heartbeatEveryMs);
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-rehearsal-'));
    try {
      const server = await startTimeSkippingServer(serverPath);
      try {
        const stopped = new Promise<never>((_, reject) => {
          context.cancelled.catch(reject);
        });
        stopped.catch(() => undefined);
        return await play({ order, server, folder, workflowBundle, stopped });
      } finally {
        await server.stop();
      }
    } finally {
      clearInterval(beating);
      await rm(folder, { recursive: true, force: true });
    }
  };
}

type Play = {
  readonly order: RehearsalOrder;
  readonly server: TimeSkippingServer;
  readonly folder: string;
  readonly workflowBundle: WorkflowBundleWithSourceMap;
  /** Rejects when the rehearsal shall end. */
  readonly stopped: Promise<never>;
};

async function play({
  order,
  server,
  folder,
  workflowBundle,
  stopped,
}: Play): Promise<RehearsalAccount> {
  const startAt = await reach(order.startAt, server);
  const client = new Client({ connection: server.connection, namespace });
  const key = await createRehearsalKey();
  const speech = letPeopleSpeak({ order, key, client });
  const stuck = Promise.withResolvers<void>();
  const records = await recordsOf(order, key, startAt, speech, () => stuck.resolve());
  const stage = createStage(order, () => server.now());
  const leaseOffice = createLeaseOffice(client);
  const { verifier } = key;
  const ports = createRehearsalPorts({ folder, records, leaseOffice, verifier, stage });
  const around = [stage.interceptor];
  const workers = await createWorkers(server.nativeConnection, namespace, ports, {
    workflowBundle,
    around,
  });
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    const { plan, planDigest, horizonMs } = order;
    const handle = await client.workflow.start(workflowTypes.release, {
      workflowId: releaseWorkflowId(plan.name),
      taskQueue: taskQueues.workflows,
      args: [{ release: plan.name, planDigest }],
    });
    const calls = [() => handle.result(), () => server.skip(horizonMs)];
    await firstOf(server, calls, [running, stuck.promise, stopped, server.broken]);
    return makeAccount(records.facts, records.state(), { startAt, horizonMs });
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
  }
}

/**
 * Waits for whatever ends a rehearsal. Calls to the server that still wait are called off, and
 * heard to their end: the client tries failed calls again, and must not do so on a closed
 * connection.
 */
async function firstOf(
  server: TimeSkippingServer,
  calls: readonly (() => Promise<unknown>)[],
  others: readonly Promise<unknown>[],
): Promise<void> {
  const calling = new AbortController();
  const waiting = calls.map((call) => server.connection.withAbortSignal(calling.signal, call));
  for (const end of [...waiting, ...others]) end.catch(() => undefined);
  try {
    await Promise.race([...waiting, ...others]);
  } finally {
    calling.abort();
    const late = sleep(callOffWithinMs, 'late', { ref: false });
    if ((await Promise.race([Promise.allSettled(waiting), late])) === 'late') server.leaveOpen();
  }
}

/** Readies the server, and lets its time come to where the rehearsal begins. */
async function reach(startAt: string, server: TimeSkippingServer): Promise<string> {
  await server.connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name }) => [name, keyword]),
    ),
  });
  const aheadMs = Date.parse(startAt) - (await server.now()).getTime();
  if (aheadMs > 0) await server.skip(aheadMs);
  return (await server.now()).toISOString();
}

async function recordsOf(
  order: RehearsalOrder,
  key: RehearsalKey,
  startAt: string,
  speech: Speech,
  onStuck: () => void,
): Promise<MemoryRecords> {
  const { plan, planDigest, requestedBy, groups, calendar } = order;
  const release = plan.name;
  const seal = await key.signSeal({
    kind: 'plan-seal',
    release,
    planDigest,
    requestedBy,
    issuedAt: startAt,
  });
  return createMemoryRecords({
    sealed: { release, plan, planDigest, requestedBy, seal },
    groups,
    calendar,
    async onEvent(event, state) {
      await speech.onEvent(event, state);
      if (isStuck(state) && speech.isSilent()) onStuck();
    },
  });
}

function noServer(): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    'There is no time-skipping Temporal server where rehearsals are hosted.',
    rehearsalFailures.noServer,
  );
}
