import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import pino from 'pino';
import { createDevIssuer, type DevIssuer } from '../api/access/dev-issuer.ts';
import { createVerifyToken } from '../api/access/verify-token.ts';
import { createApp } from '../api/app.ts';
import { createReleaseClient } from '../api/release-client.ts';
import { createKey } from '../api/signing/create-key.ts';
import { createSigner, type Signer } from '../api/signing/sign-statement.ts';
import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import { sha256Hex } from '../domain/ledger/digest.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { createRecords, type Records } from '../records/index.ts';
import type { FakeTools } from '../test/support/fakes/fake-tools.ts';
import { createOwnPorts } from '../workers/own-ports.ts';
import { createWorkers } from '../workers/workers.ts';
import { releaseWorkflowId, taskQueues, workflowTypes } from '../workflows/contract.ts';
import { benchCatalog } from './catalog.ts';
import { listenOnLoopback } from './listen.ts';
import type { BenchServers } from './servers.ts';
import { createBenchTools } from './tools.ts';

/**
 * Tidegate as it is, with tools that take no time: real records, signatures, workers and HTTP API.
 */
export type Subject = {
  readonly origin: string;
  readonly keyRingFile: string;
  readonly tools: FakeTools;
  readonly client: Client;
  readonly records: Records;
  readonly devIssuer: DevIssuer;
  /** Seals a plan and starts its release. */
  start(plan: ReleasePlan): Promise<void>;
  stop(): Promise<void>;
};

/** Without workers of its own the releases wait for those of another process. */
export async function startSubject(
  servers: BenchServers,
  { effectMs, hasWorkers = true }: { readonly effectMs: number; readonly hasWorkers?: boolean },
): Promise<Subject> {
  const connection = await Connection.connect({ address: servers.temporalAddress });
  const native = await NativeConnection.connect({ address: servers.temporalAddress });
  const client = new Client({ connection });
  const records = createRecords(servers.databaseUrl);
  await records.migrate();
  await records.applyFiles([{ kind: 'Catalog', name: 'bench', document: benchCatalog }], 'bench');
  const keys = join(servers.folder, 'keys');
  const { signer, keyRingFile } = await makeSigner(keys);
  const tools = createBenchTools(effectMs);
  const ports = { ...tools, ...createOwnPorts(records, client, keyRingFile) };
  const workers = hasWorkers ? await createWorkers(native, 'default', ports) : [];
  const running = workers.map((worker: Worker) => worker.run());
  const devIssuer = await createDevIssuer(keys);
  const app = createApp({
    records,
    releases: createReleaseClient(client),
    signer,
    auth: { devIssuer, verifyToken: createVerifyToken(devIssuer), roleGroups: {} },
    log: pino({ level: 'silent' }),
    temporalUi: null,
    rateLimits: { perActorPerMinute: 1_000_000, refusedPerMinute: 1_000_000 },
  });
  const listening = await listenOnLoopback(app);
  return {
    origin: listening.origin,
    keyRingFile,
    tools,
    client,
    records,
    devIssuer,
    start: (plan) => seal(records, signer, client, plan),
    async stop() {
      await listening.close();
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await connection.close();
      await native.close();
      await records.close();
    },
  };
}

async function makeSigner(keys: string): Promise<{ signer: Signer; keyRingFile: string }> {
  mkdirSync(keys, { recursive: true });
  const privateKeyFile = join(keys, 'statements.json');
  const keyRingFile = join(keys, 'key-ring.json');
  const validity = { notBefore: '2020-01-01T00:00:00Z', notAfter: null };
  await createKey({ privateKeyFile, keyRingFile, purpose: 'statements', ...validity });
  return { signer: await createSigner({ privateKeyFile, keyRingFile }), keyRingFile };
}

async function seal(
  records: Records,
  signer: Signer,
  client: Client,
  plan: ReleasePlan,
): Promise<void> {
  const release = plan.name;
  const planDigest = sha256Hex(canonicalJson(plan));
  const requestedBy = (await records.subjectOf('rita')) ?? '';
  const issuedAt = new Date().toISOString();
  const content = { kind: 'plan-seal', release, planDigest, requestedBy, issuedAt } as const;
  const { jws } = await signer.signSeal(content);
  const claim = { release, requestDigest: planDigest, plan, planDigest, requestedBy, seal: jws };
  await records.claimPlan(claim);
  await client.workflow.start(workflowTypes.release, {
    workflowId: releaseWorkflowId(release),
    taskQueue: taskQueues.workflows,
    args: [{ release, planDigest }],
  });
}
