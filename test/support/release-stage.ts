import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { type BundleOptions, bundleWorkflowCode, type Worker } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import { fileURLToPath } from 'node:url';
import { createTemporalLeaseOffice } from '../../adapters/leases/temporal.ts';
import type { Ports } from '../../activities/ports/index.ts';
import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import {
  environmentWorkflowId,
  releaseLeaseSignal,
  releaseWorkflowId,
  requestLeaseSignal,
  taskQueues,
  workflowTypes,
} from '../../workflows/contract.ts';
import { createWorkers } from '../../workers/workers.ts';
import { createFakeTools, type FakeTools } from './fakes/fake-tools.ts';
import { fakeVerifier } from './fakes/fake-verifier.ts';
import { createMemoryRecords, type MemoryRecords } from './fakes/memory-records.ts';
import { ReleaseActor } from './release-actor.ts';
import { createTimeSkippingEnvironment } from './stack/temporal.ts';

/** A time-skipping Temporal with the real workflows and steps, over records and tools in memory. */
export type ReleaseStage = {
  readonly environment: TestWorkflowEnvironment;
  readonly records: MemoryRecords;
  readonly tools: FakeTools;
  /** Seals a plan and starts its release. `rita` asks for it. */
  start(plan: ReleasePlan): Promise<ReleaseActor>;
  close(): Promise<void>;
};

const workflows: BundleOptions = {
  workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
  payloadConverterPath: fileURLToPath(
    new URL('../../workflows/payload-converter.ts', import.meta.url),
  ),
};

export async function openReleaseStage(): Promise<ReleaseStage> {
  const environment = await createTimeSkippingEnvironment();
  const workflowBundle = await bundleWorkflowCode(workflows);
  const records = createMemoryRecords();
  for (const [person, groups] of people) records.groups.set(person, [...groups]);
  let skippedMs = 0;
  const tools = createFakeTools(() => new Date(Date.now() + skippedMs));
  const ports: Ports = {
    ...records,
    ...tools,
    verifier: fakeVerifier,
    leaseOffice: createTemporalLeaseOffice(environment.client, {
      type: workflowTypes.environment,
      taskQueue: taskQueues.workflows,
      id: environmentWorkflowId,
      requestSignal: requestLeaseSignal.name,
      releaseSignal: releaseLeaseSignal.name,
    }),
    clock: tools.clock,
  };
  const workers = await createWorkers(environment.nativeConnection, 'default', ports, {
    workflowBundle,
  });
  const running = workers.map((worker: Worker) => worker.run());
  const readClock = async () => {
    skippedMs = (await environment.currentTimeMs()) - Date.now();
  };
  return {
    environment,
    records,
    tools,
    async start(plan) {
      seal(records, plan);
      const planDigest = sha256Hex(canonicalJson(plan));
      const handle: WorkflowHandle = await environment.client.workflow.start(workflowTypes.release, {
        workflowId: releaseWorkflowId(plan.name),
        taskQueue: taskQueues.workflows,
        args: [{ release: plan.name, planDigest }],
      });
      return new ReleaseActor({ plan, planDigest, handle, environment, records, readClock });
    },
    async close() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await environment.teardown();
    },
  };
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
