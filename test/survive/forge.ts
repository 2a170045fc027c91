import { Client, Connection } from '@temporalio/client';
import { generateKeyPair, SignJWT } from 'jose';
import type { City } from './city.ts';

/**
 * What somebody with full access to Temporal can send to a release that waits for the board: bare
 * claims, a decision under a key of their own, a payload that nobody can read, a signal that nobody
 * sends, and a lease that nobody gave. Resolves to how many were sent.
 */
export async function forgeSignals(city: City, release: string): Promise<number> {
  const connection = await Connection.connect({ address: city.temporalAddress });
  const client = new Client({ connection, namespace: city.namespace });
  const handle = client.workflow.getHandle(`release-${release}`);
  try {
    const requirement = 'production/cab';
    await handle.signal('decision', { requirement, verdict: 'approve' });
    await handle.signal('decision', { jws: await ownDecision(release, requirement) });
    await handle.signal('approve-everything', { please: true });
    await connection.workflowService.signalWorkflowExecution({
      namespace: city.namespace,
      workflowExecution: { workflowId: handle.workflowId },
      signalName: 'command',
      input: {
        payloads: [
          {
            metadata: { encoding: Buffer.from('binary/nobody-knows') },
            data: Buffer.from([0xff, 0x00, 0xfe]),
          },
        ],
      },
    });
    return 4;
  } finally {
    await connection.close();
  }
}

/** A decision as the API would sign it, but under a key that no key ring holds. */
async function ownDecision(release: string, requirement: string): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA');
  const content = { requirement, verdict: 'approve' };
  return new SignJWT({ kind: 'decision', release, content, by: 'p-forged' })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'mine' })
    .sign(privateKey);
}
