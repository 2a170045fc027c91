import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Sweep } from '../../../activities/reconcile.ts';
import { createKey } from '../../../api/signing/create-key.ts';
import { createSigner, type Signer } from '../../../api/signing/sign-statement.ts';
import { type KeyPurpose, signedTypes } from '../../../domain/approval/key-ring.ts';
import type { Statement } from '../../../domain/approval/statement.ts';
import { releaseWorkflowId, taskQueues, workflowTypes } from '../../../workflows/contract.ts';
import { handMadeKey, handSigned, sortedJson } from '../signatures/hand-signed.ts';
import type { Journey } from './journey.ts';
import type { JourneyRelease } from './release.ts';

/** Somebody who reaches Temporal and may do anything there, but has no key of the API. */
export class Attacker {
  private readonly journey: Journey;

  constructor(journey: Journey) {
    this.journey = journey;
  }

  get client(): Client {
    return this.journey.temporal.client;
  }

  workflowOf(release: string): WorkflowHandle {
    return this.client.workflow.getHandle(releaseWorkflowId(release));
  }

  send(release: string, signal: string, ...payload: readonly unknown[]): Promise<void> {
    return this.workflowOf(release).signal(signal, ...payload);
  }

  /** Sends bytes that are no JSON at all. */
  async sendBytes(release: string, signalName: string): Promise<void> {
    const text = (value: string) => new TextEncoder().encode(value);
    const metadata = { encoding: text('json/plain') };
    await this.client.workflowService.signalWorkflowExecution({
      namespace: this.journey.temporal.namespace,
      workflowExecution: { workflowId: releaseWorkflowId(release) },
      signalName,
      input: { payloads: [{ metadata, data: text('{"jws":') }] },
    });
  }

  /** Starts a release's workflow with whatever input, under whatever id. */
  start(input: object, workflowId: string): Promise<WorkflowHandle> {
    return this.client.workflow.start(workflowTypes.release, {
      workflowId,
      taskQueue: taskQueues.workflows,
      args: [input],
    });
  }

  /** Lets the reconciler sweep once, now. */
  sweep(): Promise<Sweep> {
    return this.client.workflow.execute(workflowTypes.reconciler, {
      workflowId: `sweep-${randomUUID()}`,
      taskQueue: taskQueues.workflows,
    });
  }
}

/** The decision that somebody would have to give, whoever signs it then. */
export async function approvalOf(
  release: JourneyRelease,
  requirement: string,
  by: string,
  change: Partial<Statement> = {},
): Promise<Statement> {
  const [environment = ''] = requirement.split('/');
  const head = {
    id: randomUUID(),
    release: release.name,
    environment,
    subjectDigest: await release.subjectOf(requirement),
    by,
    commentDigest: null,
    nonce: randomUUID(),
    issuedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  };
  const said = { ...head, kind: 'decision', content: { requirement, verdict: 'approve' } };
  return { ...said, ...change } as Statement;
}

/** Signed by a key that nobody knows, under whatever key id. */
export function signedByStranger(statement: Statement, kid = 'stranger'): string {
  const header = { alg: 'EdDSA', kid, typ: signedTypes.statement };
  return handSigned(handMadeKey(kid).privateKey, header, sortedJson(statement));
}

/** Who signs with the API's own key, or with another one of the ring. */
export async function signerOf(
  { stateFolder }: Journey,
  name: string,
  purpose: KeyPurpose,
): Promise<Signer> {
  const keyRingFile = join(stateFolder, 'key-ring.json');
  const privateKeyFile = join(stateFolder, 'keys', `${name}.json`);
  const notBefore = '2026-01-01T00:00:00Z';
  await createKey({ privateKeyFile, keyRingFile, purpose, notBefore, notAfter: null });
  return createSigner({ privateKeyFile, keyRingFile, purpose });
}
