import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalView } from '../../api/views/approval-view.ts';
import { signedTypes } from '../../domain/approval/key-ring.ts';
import {
  anApproval,
  members,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';
import {
  aStatement,
  handMadeKey,
  handSigned,
  sortedJson,
} from '../support/signatures/hand-signed.ts';

const asking = (parts: object) =>
  quietEnvironment({ approvals: [anApproval('cab', { ...parts })] });

const shop = useJourney(async ({ regroup, repository }) => {
  repository.version('2.0.0');
  await regroup(
    { ...members, testers: ['cora'] },
    shopPolicy('one', { lab: asking({}) }),
    shopPolicy('two', { lab: asking({ count: 2 }) }),
    shopPolicy('both', {
      lab: quietEnvironment({
        approvals: [anApproval('cab'), anApproval('testers')],
      }),
    }),
    shopPolicy('hasty', { lab: asking({ deadline: '1s' }) }),
    shopPolicy('late', { lab: quietEnvironment({ window: true, approvals: [anApproval('cab')] }) }),
  );
});

/** A release of 2.0.0 that has come to the question of the board. */
async function waiting(name: string, policy: string): Promise<JourneyRelease> {
  const release = await shop.journey.begin(shopRelease({ name, policy, version: '2.0.0' }));
  await release.untilBlocked('lab/cab');
  return release;
}

type Approvals = { readonly approvals: readonly ApprovalView[] };

function statements(release: string): Promise<{ id: string }[]> {
  const text = 'select id from statements where release = $1';
  return query(shop.journey.databaseUrl, text, [release]);
}

test('refuses whom the rules exclude before anything is signed, and says the rule', async () => {
  const release = await waiting('excluded', 'one');
  for (const [handle, rule] of [
    ['nora', 'approval/not-in-group'],
    ['erin', 'approval/requester'],
    ['dana', 'approval/author-of-the-change'],
  ] as const) {
    const { status, body } = await release.decide(handle, 'lab/cab');
    expect([handle, status, body.code, body.rule]).toEqual([handle, 403, rule, rule]);
  }
  expect(await statements('excluded')).toEqual([]);
  expect((await release.view()).blockers.map(({ id }) => id)).toEqual(['lab/cab']);
  const { subject } = await shop.journey.person('cora');
  const { body } = await release.decide('cora', 'lab/cab');
  expect(body).toMatchObject({ outcome: 'accepted' });
  const closed = await release.review();
  expect(closed.requirements[0]?.decisions).toMatchObject([{ by: subject, verdict: 'approve' }]);
});

test('refuses a decision about something else than what is asked now', async () => {
  const release = await waiting('stale', 'one');
  const earlier = await shop.journey.release('excluded').view();
  const subjectDigest = earlier.requirements[0]?.subjectDigest;
  const { status, body } = await release.decide('cora', 'lab/cab', { subjectDigest });
  expect([status, body.code]).toEqual([409, 'statement/other-subject']);
  expect(await statements('stale')).toEqual([]);
  await release.command('rita', 'withdraw');
  expect((await release.until('ends', ({ outcome }) => outcome !== null)).changes).toEqual([]);
});

test('counts a person once, however often they send, and needs two distinct people', async () => {
  const release = await waiting('twice', 'two');
  const decisionId = randomUUID();
  const first = await release.decide('cora', 'lab/cab', { decisionId });
  const again = await release.decide('cora', 'lab/cab', { decisionId });
  expect(again).toEqual(first);
  expect(first.body.outcome).toBe('accepted');
  const other = await release.decide('cliff', 'lab/cab', { decisionId });
  expect([other.status, other.body.code]).toEqual([409, 'decision-id-taken']);
  const anew = await release.decide('cora', 'lab/cab', { decisionId: randomUUID() });
  expect([anew.status, anew.body.rule]).toEqual([409, 'approval/already-decided']);
  const accepted = await release.facts('statement.accepted');
  expect(accepted.filter(({ id }) => id === decisionId)).toHaveLength(1);
  expect((await release.view()).blockers.map(({ id }) => id)).toEqual(['lab/cab']);
  await release.decide('cliff', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
});

test('lets one person fill one requirement, whichever leaves room for the others', async () => {
  const release = await waiting('overlapping', 'both');
  const said = async (handle: string, requirement: string) =>
    (await release.decide(handle, requirement)).body.outcome;
  expect(await said('cora', 'lab/cab')).toBe('accepted');
  const [missing] = (await release.view()).blockers;
  expect(missing).toMatchObject({ id: 'lab/testers', clearedBy: ['testers'] });
  // Only she is a tester: she counts there once somebody else counts for the board.
  expect(await said('cora', 'lab/testers')).toBe('accepted');
  const { blockers, changes } = await release.view();
  expect(blockers.map(({ id, clearedBy }) => [id, clearedBy])).toEqual([
    ['lab/testers', ['testers', 'cab']],
  ]);
  expect(changes).toEqual([]);
  expect(await said('cliff', 'lab/cab')).toBe('accepted');
  const closed = await release.review();
  expect(closed.outcome).toBe('released');
  expect(closed.requirements.map(({ outcome }) => outcome)).toEqual(['approved', 'approved']);
});

test('records what was sent around the API as refused, and goes on waiting', async () => {
  const release = await waiting('forged', 'one');
  const handle = shop.journey.temporal.client.workflow.getHandle('release-forged');
  const { subject } = await shop.journey.person('cora');
  const forged = await forgedApproval(release, subject);
  await handle.signal('decision', { jws: forged });
  await handle.signal('decision', { verdict: 'approve', by: subject });
  await handle.signal('approve-everything', {});
  // A statement of another release that was signed by the API and is sent again.
  const [replayed] = await query<{ jws: string }>(
    shop.journey.databaseUrl,
    `select jws from statements where release = 'excluded' limit 1`,
  );
  await handle.signal('decision', { jws: replayed?.jws });
  const refused = async () => (await release.facts('statement.refused')).map(({ code }) => code);
  const codes = await eventually('four refusals', async () => {
    const found = await refused();
    return found.length < 4 ? null : found;
  });
  expect(codes).toEqual([
    'signature/invalid',
    'signal/undecodable',
    'signal/unknown',
    'statement/other-release',
  ]);
  const view = await release.view();
  expect(view.blockers.map(({ id }) => id)).toEqual(['lab/cab']);
  expect(view.requirements[0]?.decisions).toEqual([]);
  await release.command('rita', 'withdraw');
  await release.until('ends', ({ outcome }) => outcome === 'withdrawn');
});

test('ends a requirement by one rejection', async () => {
  const release = await waiting('rejected', 'two');
  await release.decide('cora', 'lab/cab');
  const { body } = await release.decide('cliff', 'lab/cab', { verdict: 'reject' });
  expect(body.outcome).toBe('accepted');
  const blocker = await release.untilBlocked('lab/approval/failed');
  expect(blocker.reason).toMatch(/rejected/);
  const view = await release.view();
  expect(view.requirements[0]?.outcome).toBe('rejected');
  expect(view.changes).toEqual([]);
  // Asked again, nobody's decision counts on, and each sees what they had said.
  await release.command('rita', 'retry');
  await release.untilBlocked('lab/cab');
  const cora = await shop.journey.person('cora');
  const { body: asked } = await cora.get<Approvals>('/v1/approvals?mine');
  const same = { components: [], evidence: [] };
  expect(asked.approvals.filter(({ release: name }) => name === 'rejected')).toMatchObject([
    { youMayDecide: true, sinceYourLast: { verdict: 'approve', because: 'asked-again', ...same } },
  ]);
  const { body: all } = await (await shop.journey.person('erin')).get<Approvals>(
    '/v1/approvals?mine=all',
  );
  expect(all.approvals.filter(({ release: name }) => name === 'rejected')).toMatchObject([
    { youMayDecide: false, whyNot: expect.stringContaining('started') },
  ]);
});

test('never approves by the passing of time', async () => {
  const release = await shop.journey.begin(
    shopRelease({ name: 'expired', policy: 'hasty', version: '2.0.0' }),
  );
  const blocker = await release.untilBlocked('lab/approval/failed');
  expect(blocker).toMatchObject({ kind: 'failed-stage', until: null });
  const { requirements, changes } = await release.view();
  expect(requirements.map(({ outcome }) => outcome)).toEqual(['expired']);
  expect(changes).toEqual([]);
});

test('reads again at the deployment whether who approved may still do so', async () => {
  const { journey } = shop;
  const admin = await journey.person('rita');
  const freeze = {
    id: 'held',
    kind: 'freeze',
    title: 'Held',
    environments: ['lab'],
    start: '2025-01-01T00:00:00Z',
    owner: 'management',
  };
  expect((await admin.post('/v1/calendar/entries', freeze)).status).toBe(201);
  const before = runningBelow(journey.stateFolder);
  const release = await waiting('removed', 'late');
  await release.decide('cora', 'lab/cab');
  await release.untilBlocked('lab/window/window');
  await journey.regroup({ ...members, cab: ['cliff', 'dana', 'erin'] });
  expect((await admin.delete('/v1/calendar/entries/held')).status).toBe(204);
  const { remedy } = await release.untilBlocked('lab/cab');
  expect(remedy).toContain('Asked anew: Requirement lab/cab does not hold');
  expect(runningBelow(journey.stateFolder)).toEqual(before);
});

/**
 * What the API would have signed for her, under the name of its key but signed with another one.
 */
async function forgedApproval(release: JourneyRelease, by: string): Promise<string> {
  const file = join(shop.journey.stateFolder, 'key-ring.json');
  const ring = JSON.parse(readFileSync(file, 'utf8')) as { keys: { kid: string }[] };
  const statement = {
    ...aStatement,
    by,
    release: release.name,
    environment: 'lab',
    subjectDigest: await release.subjectOf('lab/cab'),
    content: { requirement: 'lab/cab', verdict: 'approve' },
    issuedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
  };
  const header = { alg: 'EdDSA', kid: ring.keys[0]?.kid, typ: signedTypes.statement };
  return handSigned(handMadeKey('mine').privateKey, header, sortedJson(statement));
}
