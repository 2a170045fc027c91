import type { DelegationView } from '../../api/views/delegation-view.ts';
import type { ReleaseView } from '../../api/views/release-view.ts';
import type { AgendaItem } from '../../domain/agenda/agenda-item.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import {
  anApproval,
  everybodyMay,
  members,
  quietEnvironment,
  shopDuties,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';

const shop = useJourney(async ({ regroup, repository }) => {
  repository.version('2.0.0');
  const two = anApproval('cab', { count: 2 });
  const escalate = { to: 'management', before: '119s' };
  await regroup(
    { ...members, testers: ['una', 'cora'] },
    shopPolicy('two', { lab: quietEnvironment({ approvals: [two] }) }),
    shopPolicy('both', { lab: quietEnvironment({ approvals: [two, anApproval('testers')] }) }),
    shopPolicy('climbing', {
      lab: quietEnvironment({ approvals: [anApproval('cab', { deadline: '2m', escalate })] }),
    }),
    shopPolicy('late', { lab: quietEnvironment({ window: true, approvals: [anApproval('cab')] }) }),
  );
});

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

async function waiting(name: string, policy: string, spec = {}): Promise<JourneyRelease> {
  const release = await shop.journey.begin(shopRelease({ name, policy, version: '2.0.0' }, spec));
  await release.untilBlocked('lab/cab');
  return release;
}

/** Lets somebody delegate for the board, until tomorrow unless the change says otherwise. */
async function delegate(from: string, to: string, change: object = {}) {
  const person = await shop.journey.person(from);
  const body = { group: 'cab', to, endsAt: tomorrow(), ...change };
  return person.post<DelegationView & ProblemAnswer>('/v1/delegations', body);
}

async function revoke(by: string, { id }: { id: string }): Promise<number> {
  return (await (await shop.journey.person(by)).delete(`/v1/delegations/${id}`)).status;
}

test('a delegate decides in one place of the board, and is shown with whose', async () => {
  const release = await waiting('delegated', 'both');
  expect((await release.decide('nora', 'lab/cab')).body.rule).toBe('approval/not-in-group');
  const given = await delegate('cora', 'nora');
  expect(given.status).toBe(201);
  const cora = await shop.journey.person('cora');
  const inPlaceOf = { delegation: given.body.id, person: cora.subject };
  const said = await release.decide('nora', 'lab/cab');
  expect([said.status, said.body.outcome]).toEqual([200, 'accepted']);
  expect(said.body.reason).toContain(`in place of ${cora.subject} (delegation ${given.body.id}`);
  expect((await release.view()).requirements[0]?.decisions).toMatchObject([{ inPlaceOf }]);
  expect(await release.facts('statement.accepted')).toMatchObject([{ inPlaceOf }]);
  // The right of one member was used: the second of two people is another one.
  const again = await release.decide('cora', 'lab/cab');
  expect([again.status, again.body.rule]).toEqual([409, 'approval/decided-in-place']);
  // She may take it back, though, and so it has to be said again.
  const back = await release.decide('cora', 'lab/cab', { verdict: 'withdraw' });
  expect([back.status, back.body.outcome]).toEqual([200, 'accepted']);
  expect((await release.view()).requirements[0]?.decisions).toEqual([]);
  expect((await release.decide('nora', 'lab/cab')).body.outcome).toBe('accepted');
  // Nor does it count for another requirement of the stage, whoever uses it.
  expect((await release.decide('cora', 'lab/testers')).body.outcome).toBe('accepted');
  expect((await release.decide('cliff', 'lab/cab')).body.outcome).toBe('accepted');
  const { blockers, changes } = await release.view();
  expect([blockers.map(({ id }) => id), changes]).toEqual([['lab/testers'], []]);
  expect((await release.decide('una', 'lab/testers')).body.outcome).toBe('accepted');
  const mine = await cora.get<{ delegations: DelegationView[] }>('/v1/delegations?mine=true');
  expect(mine.body.delegations).toMatchObject([
    { id: given.body.id, from: { person: 'cora' }, to: { person: 'nora' }, inForce: true },
  ]);
  expect((await release.review()).outcome).toBe('released');
  expect(await revoke('cora', given.body)).toBe(204);
});

test('who is asked second, shortly before the deadline, decides as the board does', async () => {
  const given = await delegate('mona', 'nora', { group: 'management' });
  const release = await waiting('escalated', 'climbing');
  const asked = ({ requirements }: ReleaseView) => requirements[0];
  const view = await release.until('is escalated', (now) => asked(now)?.escalatedTo !== undefined);
  expect(asked(view)).toMatchObject({ outcome: 'pending', decisions: [] });
  expect(view.blockers).toMatchObject([{ id: 'lab/cab', clearedBy: ['cab', 'management'] }]);
  // Whoever may speak in somebody's place is told what they are told.
  const told = await eventually('the second group is told', async () => {
    const sent = await shop.journey.announcements();
    return sent.find(({ subject }) => subject.includes('escalated to management')) ?? null;
  });
  expect(told.audience).toEqual(['management', 'nora']);
  expect(await revoke('mona', given.body)).toBe(204);
  expect((await release.decide('nora', 'lab/cab')).body.rule).toBe('approval/not-in-group');
  expect((await release.decide('mona', 'lab/cab')).body.outcome).toBe('accepted');
  expect((await release.review()).outcome).toBe('released');
});

test('the board reads what it has to decide, as data and as a document', async () => {
  const lab = { environment: 'lab', start: new Date().toISOString(), end: tomorrow() };
  const planned = { schedule: { windows: [lab] } };
  const beside = await waiting('beside', 'two', planned);
  const release = await waiting('on-the-agenda', 'two', planned);
  const cora = await shop.journey.person('cora');
  type Agenda = { readonly items: readonly AgendaItem[] };
  const { body } = await cora.get<Agenda>('/v1/approvals/agenda?group=cab');
  expect(body.items.filter((item) => item.release === release.name)).toMatchObject([
    {
      requirement: 'lab/cab',
      missing: 2,
      conflicts: expect.arrayContaining([expect.objectContaining({ with: ['beside'] })]),
      evidence: [{ gate: 'unit-tests', reviews: [] }],
    },
  ]);
  await release.decide('cora', 'lab/cab');
  const later = await cora.get<Agenda>('/v1/approvals/agenda?group=cab');
  const mine = later.body.items.find((item) => item.release === release.name);
  expect(mine?.evidence[0]?.reviews).toMatchObject([{ by: cora.subject, requirement: 'lab/cab' }]);
  const answer = await fetch(`${cora.origin}/v1/approvals/agenda?group=cab&format=markdown`, {
    headers: { authorization: `Bearer ${cora.token}` },
  });
  expect(answer.headers.get('content-type')).toMatch(/^text\/markdown/);
  expect(await answer.text()).toContain(await release.subjectOf('lab/cab'));
  expect((await cora.get('/v1/approvals/agenda?group=nobody')).status).toBe(422);
  for (const each of [release, beside]) await each.command('rita', 'withdraw');
  await release.until('ends', ({ outcome }) => outcome === 'withdrawn');
});

test('nobody delegates what they have not, for ever, or to somebody unknown', async () => {
  const { body } = await delegate('cora', 'nora');
  for (const [from, to, change, status, code] of [
    ['nora', 'una', {}, 403, 'delegation-not-yours'],
    ['cora', 'cora', {}, 422, 'invalid-body'],
    ['cora', 'nobody', {}, 404, 'unknown-person'],
    ['cora', 'nora', { endsAt: '2020-01-01T00:00:00Z' }, 422, 'invalid-body'],
    ['cora', 'nora', { endsAt: '2099-01-01T00:00:00Z' }, 422, 'invalid-body'],
    ['cora', 'nora', { endsAt: undefined }, 422, 'invalid-body'],
  ] as const) {
    const refused = await delegate(from, to, change);
    expect([from, to, refused.status, refused.body.code]).toEqual([from, to, status, code]);
  }
  expect(await revoke('cliff', body)).toBe(403);
  expect(await revoke('nora', body)).toBe(204);
});

test('a delegate decides nothing that its giver may not', async () => {
  const release = await waiting('excluded', 'two');
  for (const giver of ['erin', 'dana']) {
    const { body } = await delegate(giver, 'nora');
    const said = await release.decide('nora', 'lab/cab');
    expect([giver, said.status, said.body.rule]).toEqual([
      giver,
      403,
      'approval/delegator-excluded',
    ]);
    expect(await revoke(giver, body)).toBe(204);
  }
  await refusedByTheGiversDuties(release);
  expect((await release.view()).requirements[0]?.decisions).toEqual([]);
  await release.command('rita', 'withdraw');
  await release.until('ends', ({ outcome }) => outcome === 'withdrawn');
});

/** Nora is not in the board: what is forbidden to it reaches her through Cora alone. */
async function refusedByTheGiversDuties(release: JourneyRelease): Promise<void> {
  const { apply } = shop.journey;
  const noBoard =
    '@id("no-board") @reason("The board does not decide.")\n' +
    'forbid (principal in Group::"cab", action == Action::"decide", resource);';
  await apply(shopDuties('shop', `${everybodyMay}${noBoard}`));
  const { body } = await delegate('cora', 'nora');
  const said = await release.decide('nora', 'lab/cab');
  expect([said.status, said.body.rule]).toEqual([403, 'duties/no-board']);
  expect(said.body.reason).toMatch(/in whose place you speak .*The board does not decide/);
  expect(await revoke('cora', body)).toBe(204);
  await nobodyWritesDuties(release);
  await apply(shopDuties('shop', everybodyMay));
}

/** Who reaches the database loosens nothing: a second person has to have signed it. */
async function nobodyWritesDuties(release: JourneyRelease): Promise<void> {
  const confirmation = { by: 'management', also: [] };
  const policies = `${everybodyMay}// Written around everybody.`;
  const document = { name: 'shop', policies, confirmation };
  await query(
    shop.journey.databaseUrl,
    `insert into applied_files (kind, name, version, digest, document, applied_by)
     values ('Duties', 'shop', 9, $1, $2, 'nobody')`,
    [contentDigest(document), JSON.stringify(document)],
  );
  const { body } = await release.decide('cora', 'lab/cab');
  expect(body).toMatchObject({ outcome: 'refused', code: 'duties/unconfirmed' });
}

test('a revoked delegation carries no deployment, whatever was decided by it', async () => {
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
  const release = await waiting('revoked', 'late');
  const { body } = await delegate('cora', 'nora');
  await release.decide('nora', 'lab/cab');
  await release.untilBlocked('lab/window/window');
  expect(await revoke('cora', body)).toBe(204);
  expect((await admin.delete('/v1/calendar/entries/held')).status).toBe(204);
  // It waits for somebody who may decide, and says why.
  const blocker = await release.untilBlocked('lab/cab');
  expect(blocker.remedy).toMatch(/Asked anew: Requirement lab\/cab does not hold/);
  expect((await release.decide('nora', 'lab/cab')).body.rule).toBe('approval/not-in-group');
  expect((await release.view()).artifacts).toHaveLength(1);
  await release.decide('cliff', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
});

test('gives a person their decision back while the requirement is open', async () => {
  const release = await waiting('taken-back', 'two');
  const nothing = await release.decide('cora', 'lab/cab', { verdict: 'withdraw' });
  expect([nothing.status, nothing.body.rule]).toEqual([409, 'approval/nothing-to-withdraw']);
  await release.decide('cora', 'lab/cab');
  const { body } = await release.decide('cora', 'lab/cab', { verdict: 'withdraw' });
  expect(body).toMatchObject({ outcome: 'accepted' });
  expect(body.reason).toMatch(/withdrawn and counts no more/);
  // One of two counted: who comes second does not complete what was withdrawn.
  await release.decide('cliff', 'lab/cab');
  const { requirements, blockers, changes } = await release.view();
  const { subject } = await shop.journey.person('cora');
  expect(requirements[0]).toMatchObject({
    outcome: 'pending',
    voided: [{ by: subject, because: 'withdrawn' }],
  });
  expect([blockers.map(({ id }) => id), changes]).toEqual([['lab/cab'], []]);
  await release.decide('cora', 'lab/cab');
  expect((await release.review()).outcome).toBe('released');
});
