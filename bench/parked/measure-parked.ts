import type { Client } from '@temporalio/client';
import type { ReleaseState } from '../../domain/release/state.ts';
import { aPlan, aStage } from '../../test/support/builders/plan.ts';
import { releaseWorkflowId, stateQuery } from '../../workflows/contract.ts';
import { startControl } from '../control/control.ts';
import { waitingQuery } from '../control/control.workflow.ts';
import { startServers } from '../servers.ts';
import { compare, type Measured } from '../statistics.ts';
import { startSubject } from '../subject.ts';
import type { HostOrder } from './host.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const atOnce = 20;

/** What one side does to park a workflow, and to ask it whether it is there. */
type Side = {
  readonly order: HostOrder;
  park(index: number): Promise<unknown>;
  /** Rejects or resolves to false while it does not wait. */
  waits(index: number): Promise<boolean>;
};

type Weighed = { readonly bytesEach: number; readonly answerMs: number };

/**
 * Releases that wait for an approval, on one worker, against workflows of the control that wait:
 * memory of the worker's process for each, and, after a kill -9, the time until all of them answer
 * again.
 */
export async function measureParked(parked: number): Promise<readonly Measured[]> {
  const servers = await startServers();
  const subject = await startSubject(servers, { effectMs: 0, hasWorkers: false });
  const control = await startControl(servers, { effectMs: 0, hasWorker: false });
  const { temporalAddress, databaseUrl } = servers;
  const order = { temporalAddress, databaseUrl, keyRingFile: subject.keyRingFile };
  try {
    const theirs = await weigh(parked, {
      order: { ...order, side: 'control' },
      park: (index) => control.start(`parked-control-${index}`, []),
      waits: async (index) =>
        (await ask(subject.client, `parked-control-${index}`, waitingQuery)) === 'production/cab',
    });
    const ours = await weigh(parked, {
      order: { ...order, side: 'subject' },
      park: (index) => subject.start(waitingPlan(`parked-${index}`)),
      waits: async (index) => {
        const id = releaseWorkflowId(`parked-${index}`);
        return (await ask<ReleaseState>(subject.client, id, stateQuery)).waits.length > 0;
      },
    });
    const settings = { parked, cachedWorkflows: 1_000 };
    return [
      compare('parked-memory', 'bytes', [ours.bytesEach], [theirs.bytesEach], settings),
      compare('restart-answer', 'ms', [ours.answerMs], [theirs.answerMs], settings),
    ];
  } finally {
    await control.stop();
    await subject.stop();
    await servers.stop();
  }
}

function waitingPlan(name: string) {
  return aPlan([aStage('approval'), aStage('review')], { name });
}

function ask<Result>(client: Client, id: string, query: { name: string }): Promise<Result> {
  return client.workflow.getHandle(id).query<Result>(query.name);
}

async function weigh(parked: number, side: Side): Promise<Weighed> {
  const first = await startWorkerProcess(side.order);
  const before = await first.rssBytes();
  await inParallel(parked, (index) => side.park(index));
  await allAnswer(parked, side);
  const bytesEach = ((await first.rssBytes()) - before) / parked;
  await first.kill();
  const startedAt = performance.now();
  const second: WorkerProcess = await startWorkerProcess(side.order);
  await allAnswer(parked, side);
  const answerMs = performance.now() - startedAt;
  await second.kill();
  return { bytesEach, answerMs };
}

async function allAnswer(parked: number, side: Side): Promise<void> {
  await inParallel(parked, async (index) => {
    while (!(await side.waits(index).catch(() => false))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

/** So many at once, and the next as soon as one is through. */
async function inParallel(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const through = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: atOnce }, through));
}
