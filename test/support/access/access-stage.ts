import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { AccessPorts } from '../../../activities/access/ports.ts';
import { createActVerifier } from '../../../adapters/signatures/verify-access-act.ts';
import {
  type SimulatedGranter,
  simulateGranter,
} from '../../../adapters/simulated/access-granter.ts';
import { signedTypes } from '../../../domain/approval/key-ring.ts';
import { createAccessWorker } from '../../../workers/access.ts';
import { accessWorkflowId, taskQueues, workflowTypes } from '../../../workflows/contract.ts';
import { handMadeKey, handSigned, sortedJson } from '../signatures/hand-signed.ts';
import { createTimeSkippingEnvironment } from '../stack/temporal.ts';
import { bundledWorkflows } from '../stack/workflow-bundle.ts';
import { AccessActor, type AccessScene } from './access-actor.ts';
import { accessCatalog, aRequest, aResource, membersOf } from './builders.ts';
import { createMemoryAccessRecords, type MemoryAccessRecords } from './memory-access-records.ts';

/** A time-skipping Temporal with the real workflow and steps, over records and a tool in memory. */
export type AccessStage = AccessScene & {
  readonly records: MemoryAccessRecords;
  readonly granter: SimulatedGranter;
  readonly messages: { readonly key: string; readonly subject: string }[];
  /** Who is in their groups when they are asked for once more, and then no longer. */
  readonly leaving: Set<string>;
  /** `erin` asks, for as long as said. */
  readonly ask: (access: string, lastsMs: number) => Promise<AccessActor>;
  readonly close: () => Promise<void>;
};

export async function openAccessStage(): Promise<AccessStage> {
  const environment = await createTimeSkippingEnvironment();
  const records = createMemoryAccessRecords();
  const { privateKey, entry } = handMadeKey('api', { notBefore: '2020-01-01T00:00:00Z' });
  const sign = (act: object) =>
    handSigned(
      privateKey,
      { alg: 'EdDSA', kid: 'api', typ: signedTypes.accessAct },
      sortedJson(act),
    );
  let aheadMs = 0;
  const nowMs = async () => {
    const now = await environment.currentTimeMs();
    aheadMs = now - Date.now();
    return now;
  };
  const clock = () => new Date(Date.now() + aheadMs);
  const granter = simulateGranter(aResource.roles, clock);
  const messages: { key: string; subject: string }[] = [];
  const leaving = new Set<string>();
  const ports: AccessPorts = {
    ...recordsOf(records, nowMs),
    directory: { ...nobody, groupsOf: groupsUntil(leaving) },
    notifier: (channel) => ({
      channel,
      send: async ({ key, subject }) => {
        if (channel === 'file') messages.push({ key, subject });
        return key;
      },
    }),
    clock,
    actVerifier: createActVerifier({ find: async (kid) => (kid === 'api' ? entry : null) }),
    granter,
  };
  const stop = await hostWorkers(environment, ports);
  const start = (access: string, jws: string | null) =>
    environment.client.workflow.start(workflowTypes.access, {
      workflowId: accessWorkflowId(access),
      taskQueue: taskQueues.workflows,
      args: [jws === null ? { access } : { access, request: { jws } }],
    });
  const stage: AccessStage = {
    environment,
    records,
    granter,
    messages,
    leaving,
    sign,
    start,
    nowMs,
    async ask(access, lastsMs) {
      const request = aRequest(new Date((await nowMs()) + lastsMs).toISOString());
      const actor = new AccessActor(stage, access, request);
      await actor.ask('erin');
      return actor;
    },
    async close() {
      await stop();
      await environment.teardown();
    },
  };
  return stage;
}

/** Whoever decides by the time has asked the server for it just before. */
function recordsOf(records: MemoryAccessRecords, readClock: () => Promise<unknown>) {
  return {
    statements: records,
    ledger: records,
    catalog: async () => ({ catalog: accessCatalog }),
    grants: {
      ...records,
      accessState: async (access: string) => {
        await readClock();
        return records.accessState(access);
      },
    },
  };
}

/** Who is leaving is in their groups once more. */
function groupsUntil(leaving: ReadonlySet<string>) {
  const left = new Set<string>();
  return async (subject: string): Promise<readonly string[]> => {
    const groups = left.has(subject) ? [] : (membersOf[subject] ?? []);
    if (leaving.has(subject)) left.add(subject);
    return groups;
  };
}

/** An access asks the directory for nothing but groups. */
const nobody: Omit<AccessPorts['directory'], 'groupsOf'> = {
  standInsOf: async () => [],
  delegatesOf: async () => [],
  membersOf: async () => [],
  ownersOf: async () => [],
};

async function hostWorkers(environment: TestWorkflowEnvironment, ports: AccessPorts) {
  const connection = environment.nativeConnection;
  const workers = await Promise.all([
    Worker.create({
      connection,
      namespace: 'default',
      taskQueue: taskQueues.workflows,
      workflowBundle: await bundledWorkflows(),
    }),
    createAccessWorker(connection, 'default', ports),
  ]);
  const running = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}
