import { createStatementVerifier } from '../../../adapters/signatures/verify-statement.ts';
import { createRehearsalKey } from '../../../adapters/simulated/rehearsal-key.ts';
import type { Statement } from '../../../domain/approval/statement.ts';

const statement: Statement = {
  id: 'rehearsal-1',
  release: 'spring',
  environment: 'production',
  subjectDigest: `sha256:${'a'.repeat(64)}`,
  by: 'cora',
  commentDigest: null,
  nonce: 'rehearsal-1',
  issuedAt: '2026-11-21T12:00:00.000Z',
  expiresAt: '9999-12-31T00:00:00.000Z',
  kind: 'decision',
  content: { requirement: 'production/cab', verdict: 'approve' },
};

test('what a rehearsal signs counts in that rehearsal', async () => {
  const key = await createRehearsalKey();
  const verified = await key.verifier.verify(await key.signStatement(statement));
  expect(verified).toMatchObject({ statement });
});

test('it counts in no other rehearsal', async () => {
  const [one, other] = [await createRehearsalKey(), await createRehearsalKey()];
  const verified = await other.verifier.verify(await one.signStatement(statement));
  expect(verified).toMatchObject({ refused: { code: 'signature/unknown-key' } });
});

test('it counts in no release, not even when its key came into the ring', async () => {
  const key = await createRehearsalKey();
  const real = createStatementVerifier({
    keyRing: { find: async () => key.public },
    purpose: 'statements',
  });
  const verified = await real.verify(await key.signStatement(statement));
  expect(verified).toMatchObject({ refused: { code: 'signature/key-purpose' } });
});
