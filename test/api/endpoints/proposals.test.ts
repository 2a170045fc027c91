import type { ProposalView } from '../../../api/views/proposal-view.ts';
import type { AppliedDocument } from '../../../records/applied-files.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { bodyOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import { testDocuments } from '../../support/api/test-documents.ts';
import { everybodyMay, shopDuties } from '../../support/journey/documents.ts';

const boards = ['mona', 'cora', 'rita'];

/** The board of management confirms; `rita`, who proposes, is in it herself. */
function documents(members: readonly string[] = boards): readonly AppliedDocument[] {
  return testDocuments().map((applied): AppliedDocument => {
    if (applied.kind !== 'Catalog') return applied;
    const { groups, people } = applied.document;
    const group = { id: 'management', title: 'Management', members };
    const mona = { id: 'mona', name: 'Mona', email: 'mona@example.com' };
    const document = { ...applied.document, groups: [...groups, group], people: [...people, mona] };
    return { ...applied, document };
  });
}

let stage: ApiStage;
let rita: ApiPerson;
let mona: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage(documents());
  [rita, mona] = await Promise.all([stage.person('rita'), stage.person('mona')]);
});
afterAll(() => stage.close());

const forbidding = (id: string) =>
  `@id("${id}") @reason("Not this year.")\n` +
  'forbid (principal, action == Action::"grant", resource);\n';
const noGrant = shopDuties('duties', `${everybodyMay}${forbidding('no-grant')}`, 'Policy');
const twoRules = shopDuties(
  'duties',
  `${everybodyMay}${forbidding('no-grant')}${forbidding('nor-this')}`,
  'Policy',
);
const loose = shopDuties('duties', everybodyMay, 'Policy');

const send = (document: object, by = rita) => by.put('/v1/catalog', { documents: [document] });
async function propose(document: object, by = rita): Promise<ProposalView> {
  return bodyOf(await send(document, by).expect(202)).proposal as ProposalView;
}
const answer = (
  { id, digest }: ProposalView,
  by: ApiPerson,
  change: object = {},
  verdict = 'confirm',
) => by.post(`/v1/proposals/${id}/verdict`, { verdict, digest, ...change });
const codeOf = async (response: ReturnType<typeof answer>) => {
  const { status, code } = problemOf(await response);
  return `${status} ${code}`;
};
const counting = async () => (await stage.records.duties())?.policies ?? null;
async function listed(query = ''): Promise<readonly ProposalView[]> {
  const { body } = await mona.get(`/v1/proposals${query}`).expect(200);
  return (body as { proposals: ProposalView[] }).proposals;
}

test('the first set counts at once and says so; a change waits for somebody else', async () => {
  const first = await send(noGrant).expect(200);
  expect(bodyOf(first)).toMatchObject({ confirmation: 'first', documents: [{ version: 1 }] });
  expect(bodyOf(await send(noGrant).expect(200))).toMatchObject({ confirmation: 'none' });
  const dry = await rita.put('/v1/catalog?dryRun=true', { documents: [loose] }).expect(200);
  expect(bodyOf(dry)).toMatchObject({ confirmation: 'needed' });
  expect(await listed()).toEqual([]);

  const proposal = await propose(loose);
  expect(await counting()).toContain('no-grant');
  expect(proposal).toMatchObject({
    standing: 'open',
    proposedBy: { subject: rita.subject, person: 'rita' },
    documents: [{ kind: 'Duties', change: 'changed' }],
    policies: { added: [], removed: ['no-grant'], changed: [] },
    confirmedBy: { groups: ['management'], people: ['cora', 'mona'] },
  });
  expect((await propose(loose)).id).toBe(proposal.id);
  expect(await listed('?standing=open')).toMatchObject([{ id: proposal.id }]);

  // The proposer is in the group herself; others are in no such group, or read something else.
  expect(await codeOf(answer(proposal, rita))).toBe('403 proposal-own');
  expect(await codeOf(answer(proposal, await stage.person('erin')))).toBe('403 proposal-not-yours');
  const stale = { digest: `sha256:${'0'.repeat(64)}` };
  expect(await codeOf(answer(proposal, mona, stale))).toBe('409 proposal-stale');
  expect(await codeOf(answer({ ...proposal, id: 'proposal-0' }, mona))).toBe(
    '404 unknown-proposal',
  );
  expect(await counting()).toContain('no-grant');

  const { body } = await answer(proposal, mona).expect(200);
  expect(body).toMatchObject({ standing: 'confirmed', closed: { by: { person: 'mona' } } });
  expect(await counting()).not.toContain('no-grant');
  expect(await codeOf(answer(proposal, await stage.person('cora')))).toBe('409 proposal-closed');
});

test('one person under a delegation is one person still', async () => {
  const proposal = await propose(noGrant);
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  for (const to of ['rita', 'nora']) {
    await mona.post('/v1/delegations', { group: 'management', to, endsAt }).expect(201);
  }
  expect(await codeOf(answer(proposal, rita))).toBe('403 proposal-own');
  expect(await codeOf(answer(proposal, await stage.person('nora')))).toBe('403 proposal-not-yours');
  expect(await counting()).not.toContain('no-grant');
});

test('who left the group confirms nothing, also where it happens in that moment', async () => {
  const proposal = await propose(noGrant);
  const [catalog] = documents(['mona', 'rita']);
  const applyCatalog = () =>
    catalog === undefined ? [] : stage.records.applyFiles([catalog], 'test');
  const cora = await stage.person('cora');
  // She is in the group when she is asked, and no more when it would count.
  const racing = stage.appWith({
    records: {
      ...stage.records,
      async applyExpected(...order) {
        await applyCatalog();
        return stage.records.applyExpected(...order);
      },
    },
  });
  expect(await codeOf(answer(proposal, cora.at(racing)))).toBe('409 applied-meanwhile');
  expect(await codeOf(answer(proposal, cora))).toBe('403 proposal-not-yours');
  expect(await counting()).not.toContain('no-grant');
});

test('a newer proposal takes the place of an older one, and a week ends both', async () => {
  const older = await propose(noGrant);
  const newer = await propose(twoRules);
  expect(newer.policies?.added).toEqual(['no-grant', 'nor-this']);
  expect(await codeOf(answer(older, mona))).toBe('409 proposal-closed');
  expect((await listed('?standing=superseded')).map(({ id }) => id)).toContain(older.id);
  const inAWeek = () => new Date(Date.now() + 7 * 24 * 3_600_000);
  const later = stage.appWith({ clock: inAWeek });
  expect(await codeOf(answer(newer, mona.at(later)))).toBe('409 proposal-closed');

  const reasonless = problemOf(await answer(newer, mona, {}, 'reject').expect(422));
  expect(reasonless.code).toBe('invalid-body');
  const reason = 'Management keeps the right to grant.';
  const { body } = await answer(newer, mona, { reason }, 'reject').expect(200);
  expect(body).toMatchObject({ standing: 'rejected', closed: { reason } });
  expect(await counting()).not.toContain('no-grant');
});

test('what the duties name besides is proposed, with all that is sent along', async () => {
  const [, policy] = documents();
  const name = policy?.name ?? '';
  const text = JSON.stringify({
    apiVersion: 'tidegate.dev/v1',
    kind: 'Policy',
    metadata: { name: 'lax' },
    spec: { classes: {} },
  });
  const calendar = JSON.stringify({
    apiVersion: 'tidegate.dev/v1',
    kind: 'Calendar',
    metadata: { name: 'along' },
    spec: { entries: [] },
  });
  const sent = [
    { name: 'lax.yaml', text },
    { name: 'along.yaml', text: calendar },
  ];
  const { body } = await rita.put('/v1/catalog', { documents: sent }).expect(202);
  const { proposal } = body as { proposal: ProposalView };
  expect((await stage.records.policies()).map((each) => each.name)).toEqual([name]);
  expect((await stage.records.calendars()).map((each) => each.name)).not.toContain('along');
  await answer(proposal, mona).expect(200);
  expect((await stage.records.policies()).map((each) => each.name)).toEqual(['lax', name]);
  expect((await stage.records.calendars()).map((each) => each.name)).toContain('along');
});

test('of two first sets at once one counts, and the other is told', async () => {
  const empty = await openApiStage(documents());
  const person = await empty.person('rita');
  const sets = [noGrant, loose].map((document) => send(document, person));
  const answers = await Promise.all(sets);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  await empty.close();
});

test('every act is signed, in a chain that the ledger verifies', async () => {
  const audra = await stage.person('audra');
  const { body } = await audra.get('/v1/ledger/verify').expect(200);
  const { findings } = body as { findings: { release: string; entries: number }[] };
  const [confirmed] = await listed('?standing=confirmed');
  const chain = findings.find(({ release }) => release === 'files/proposals');
  // Proposed: four times. Confirmed: twice; rejected: once. What was refused left nothing.
  expect(chain).toMatchObject({ damages: [], projectionHolds: true, entries: 7 });
  expect(confirmed?.closed?.by.person).toBe('mona');
});
