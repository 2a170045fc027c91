import { WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import type { Ports } from '../../activities/ports/index.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { createLeaseOffice } from '../../workers/lease-office.ts';
import { createWorkers } from '../../workers/workers.ts';
import {
  environmentWorkflowId,
  releaseWorkflowId,
  taskQueues,
  workflowTypes,
} from '../../workflows/contract.ts';
import { becomeQuiet } from './become-quiet.ts';
import { createFakeTools, type FakeTools } from './fakes/fake-tools.ts';
import { fakeVerifier } from './fakes/fake-verifier.ts';
import { createMemoryRecords, type MemoryRecords } from './fakes/memory-records.ts';
import { ReleaseActor } from './release-actor.ts';
import { createTimeSkippingEnvironment } from './stack/temporal.ts';
import { bundledWorkflows } from './stack/workflow-bundle.ts';

/** A time-skipping Temporal with the real workflows and steps, over records and tools in memory. */
export type ReleaseStage = {
  readonly environment: TestWorkflowEnvironment;
  readonly records: MemoryRecords;
  readonly tools: FakeTools;
  /** Seals a plan and starts its release. `rita` asks for it. */
  start(plan: ReleasePlan): Promise<ReleaseActor>;
  /** Lets the workers finish what they are at, and has others take their place. */
  replaceWorkers(): Promise<void>;
  /** Ends what a test has left running, and forgets what it did: the next one begins anew. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens a stage on a time-skipping server of its own, or on another server. `change` says what
 * stands in the place of some of its ports.
 */
export async function openReleaseStage(
  createEnvironment = createTimeSkippingEnvironment,
  look: 'query' | 'read' = 'query',
  change: (ports: Ports) => Partial<Ports> = () => ({}),
): Promise<ReleaseStage> {
  const environment = await createEnvironment();
  const workflowBundle = await bundledWorkflows();
  const records = createMemoryRecords();
  let aheadMs = 0;
  const readClock = async () => {
    aheadMs = (await environment.currentTimeMs()) - Date.now();
  };
  const tools = createFakeTools(() => new Date(Date.now() + aheadMs));
  const given = portsOf(environment, records, tools, readClock);
  const ports = { ...given, ...change(given) };
  const host = () =>
    hostWorkers(() =>
      createWorkers(environment.nativeConnection, 'default', ports, { workflowBundle }),
    );
  let workers = await host();
  const started = new Set<string>();
  const clear = async () => {
    for (const id of started) await terminate(environment, id);
    started.clear();
    tools.reset();
    forget(records);
  };
  await clear();
  return {
    environment,
    records,
    tools,
    clear,
    async replaceWorkers() {
      // A worker of the SDK that ends in the middle of a workflow task may fail.
      for (const id of started) {
        const handle = environment.client.workflow.getHandle(id);
        await unlessUnknown(() => becomeQuiet(handle));
      }
      await workers.stop();
      workers = await host();
    },
    async start(plan) {
      seal(records, plan);
      const planDigest = sha256Hex(canonicalJson(plan));
      const workflowId = releaseWorkflowId(plan.name);
      for (const name of plan.environments) started.add(environmentWorkflowId(name));
      started.add(workflowId);
      const handle = await environment.client.workflow.start(workflowTypes.release, {
        workflowId,
        taskQueue: taskQueues.workflows,
        args: [{ release: plan.name, planDigest }],
      });
      return new ReleaseActor({ plan, planDigest, handle, environment, records, look });
    },
    async close() {
      await clear();
      await workers.stop();
      await environment.teardown();
    },
  };
}

type Hosted = { stop(): Promise<void> };

async function hostWorkers(create: () => Promise<readonly Worker[]>): Promise<Hosted> {
  const workers = await create();
  const running = workers.map((worker) => worker.run());
  return {
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
    },
  };
}

/** Real steps over memory. Whatever asks the time has asked the server for it just before. */
function portsOf(
  environment: TestWorkflowEnvironment,
  records: MemoryRecords,
  tools: FakeTools,
  readClock: () => Promise<void>,
): Ports {
  const afterClock = async <Output>(call: () => Promise<Output>): Promise<Output> => {
    await readClock();
    return call();
  };
  return {
    ...records,
    ...tools,
    ledger: {
      ...records.ledger,
      appendFacts: (...input) => afterClock(() => records.ledger.appendFacts(...input)),
    },
    calendar: { calendar: () => afterClock(() => records.calendar.calendar()) },
    traffic: {
      ...tools.traffic,
      counters: (place) => afterClock(() => tools.traffic.counters(place)),
    },
    verifier: fakeVerifier,
    leaseOffice: createLeaseOffice(environment.client),
  };
}

function terminate({ client }: TestWorkflowEnvironment, id: string): Promise<void> {
  const handle = client.workflow.getHandle(id);
  return unlessUnknown(async () => {
    await becomeQuiet(handle);
    await handle.terminate('The test is over.');
  });
}

/** A workflow that was never started, or has ended, is let be. */
async function unlessUnknown(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const isUnknown = error instanceof Error && 'code' in error && error.code === notFound;
    if (!isUnknown && !(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** The code of gRPC for what does not exist. */
const notFound = 5;
function forget(records: MemoryRecords): void {
  records.away = false;
  records.applied = null;
  records.beforeAppend = async () => {};
  for (const list of [records.actions, records.entries, records.decided]) list.splice(0);
  records.leaseHistory.splice(0);
  records.reservations.splice(0);
  const { facts, sealed, revised, kept, held } = records;
  for (const map of [facts, sealed, revised, kept, held]) map.clear();
  records.groups.clear();
  for (const [person, groups] of people) records.groups.set(person, groups);
}

const people: readonly (readonly [string, readonly string[]])[] = [
  ['rita', ['release-managers']],
  ['dana', ['engineers', 'cab']],
  ['erin', ['engineers']],
  ['cora', ['cab']],
  ['cliff', ['cab']],
  ['opal', ['operations']],
  ['una', ['testers']],
  ['mona', ['management']],
];

function seal(records: MemoryRecords, plan: ReleasePlan): void {
  const planDigest = sha256Hex(canonicalJson(plan));
  const release = plan.name;
  const content = {
    kind: 'plan-seal',
    release,
    planDigest,
    requestedBy: 'rita',
    issuedAt: '2026-01-01T00:00:00.000Z',
  };
  records.sealed.set(release, {
    release,
    plan,
    planDigest,
    requestedBy: 'rita',
    seal: JSON.stringify(content),
  });
}
