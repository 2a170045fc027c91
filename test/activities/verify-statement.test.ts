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

const all = '@id("all") @reason("All may.") permit (principal, action, resource);\n';
const noGrant = {
  name: 'no-grant',
  policies:
    `${all}@id("no-grant") @reason("Nothing is granted.")\n` +
    'forbid (principal, action == Action::"grant", resource);',
};
const noSupplier = {
  name: 'no-supplier',
  policies:
    `${all}@id("no-supplier") @reason("No suppliers.")\n` +
    'forbid (principal in Group::"suppliers", action, resource);',
};
const started = '2026-11-21T08:00:00.000Z';
const ended = '2026-11-22T08:00:00.000Z';
const opened = {
  type: 'requirement.opened',
  kind: 'approval',
  environment: 'production',
  group: 'cab',
  count: 1,
  subjectDigest: 's',
  evidenceDigest: 'e',
  attempt: 1,
  deadline: ended,
} as const;

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

test('who grants a deviation is asked about, and not who refuses one', async () => {
  const say = (verdict: 'grant' | 'refuse') =>
    verify({ kind: 'deviation-verdict', content: { deviation: 'the-request', verdict } });
  given.records.applied = noGrant;
  expect(await say('grant')).toMatchObject({ forbidden: { code: 'duties/no-grant' } });
  expect(await say('refuse')).not.toHaveProperty('forbidden');
});

test('a delegate is refused by the duties of the person in whose place they speak', async () => {
  given.records.applied = noSupplier;
  given.records.groups.set('cliff', ['cab', 'suppliers']);
  await given.record({
    ...opened,
    requirement: 'production/more',
    stage: 'production/more',
  });
  const decide = () =>
    verify({ by: 'dora', content: { requirement: 'production/more', verdict: 'approve' } });
  expect(await decide()).not.toHaveProperty('forbidden');
  const time = { givenAt: started, startsAt: started, endsAt: ended, revokedAt: null };
  given.records.delegations.push({ id: 'd-1', group: 'cab', from: 'cliff', to: 'dora', ...time });
  expect(await decide()).toMatchObject({
    forbidden: {
      code: 'duties/no-supplier',
      reason: 'The person in whose place you speak may not do this: No suppliers.',
    },
  });
});
