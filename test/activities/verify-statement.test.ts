import { createVerifyStatement } from '../../activities/verify-statement.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';

let given: ApprovedRelease;
beforeEach(async () => {
  given = await approvedRelease();
  given.records.applied = {
    name: 'strict',
    policies:
      '@id("all") @reason("All may.") permit (principal, action, resource);\n' +
      '@id("not-twice") @reason("One act each.") forbid (principal, action, resource)\n' +
      'when { context.approvers.contains(principal) && context.commanders.contains(principal) };',
  };
});

const verify = (words: Partial<Statement>) => {
  const statement = { ...given.statement, id: 'statement-2', ...words } as Statement;
  return createVerifyStatement(given.ports)(fakeSignature(statement));
};
const command = (name: 'resume' | 'pause', by = 'cora') =>
  verify({ kind: 'command', by, content: { command: name, target: null, evidence: null } });

test('a statement that the duties refuse is told with the policy, however it came', async () => {
  expect(await command('resume')).toMatchObject({
    statement: { id: 'statement-2' },
    forbidden: { code: 'duties/not-twice', reason: 'One act each.' },
  });
});

test('a statement that stops a release, or comes from somebody else, is not refused', async () => {
  expect(await command('pause')).not.toHaveProperty('forbidden');
  expect(await command('resume', 'cliff')).not.toHaveProperty('forbidden');
});

test('a statement about a release of which nothing is recorded is refused', async () => {
  given.records.facts.clear();
  expect(await command('resume', 'cliff')).toMatchObject({
    forbidden: { code: 'duties/not-understood' },
  });
});
