import type { Statement } from '../../../domain/approval/statement.ts';
import { fakeSignature } from '../fakes/fake-verifier.ts';
import type { ReleaseActor } from '../release-actor.ts';

/** What was sent to a release, and has to be answered. */
export type Sent = { readonly statements: Statement[]; junk: number };

/** What people and others send to a release on one day. Nothing of it moves anything. */
export async function sendTrickle(
  release: ReleaseActor,
  requirement: string,
  sent: Sent,
): Promise<void> {
  const { handle, scene } = release;
  const command: Statement = {
    ...release.head('opal', null, scene.planDigest),
    kind: 'command',
    content: { command: 'extend', target: 'nothing', evidence: null },
  };
  for (const said of [await release.decision('erin', requirement, 'approve'), command]) {
    await handle.signal(said.kind, fakeSignature(said));
    sent.statements.push(said);
  }
  await handle.signal('decision', { jws: 'forged' });
  await handle.signal('approve-everything', {});
  sent.junk += 2;
}
