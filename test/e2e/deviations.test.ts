import { randomUUID } from 'node:crypto';
import type { DeviationView } from '../../api/views/deviation-view.ts';
import type { Statement } from '../../domain/approval/statement.ts';
import { Attacker, signedByStranger, signerOf } from '../support/journey/attacker.ts';
import {
  answer as answerTo,
  ask as askFor,
  inHours,
  order,
  type Said,
} from '../support/journey/deviation.ts';
import {
  everybodyMay,
  quietEnvironment,
  shopDuties,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { exportPack } from '../support/journey/evidence-pack.ts';
import { type ProposedFiles, useJourney, verdictOn } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';

const shop = useJourney(({ apply, repository }) => {
  repository.version('2.0.0', { tests: ['passes', 'fails'] });
  const deviations = {
    calendar: { grantedBy: 'management', longest: '4h' },
    gate: { grantedBy: 'cab', longest: '4h' },
  };
  return apply(
    shopPolicy('yielding', { lab: quietEnvironment({ window: true }) }, {}, { deviations }),
    shopPolicy('strict', { lab: quietEnvironment() }),
  );
});

/** Asks, and returns what a person then reads of the deviation. */
const ask = async (release: JourneyRelease, by: string, body: object) =>
  askFor(release, await shop.journey.person(by), body);

const answer = async (
  release: JourneyRelease,
  by: string,
  deviation: DeviationView,
  change?: object,
) => answerTo(release, await shop.journey.person(by), deviation, change);

const entry = (kind: string, id: string) => ({
  id,
  kind,
  title: `The ${id}`,
  environments: ['lab'],
  start: inHours(-1),
  owner: 'management',
});

const freezeOfLab = {
  kind: 'calendar',
  environment: 'lab',
  entries: ['stocktaking'],
  outsideWindows: false,
} as const;

test('a freeze is overridden by two people, an embargo by nobody, on the record', async () => {
  const { begin, person } = shop.journey;
  const rita = await person('rita');
  await rita.post('/v1/calendar/entries', entry('freeze', 'stocktaking'));
  await rita.post('/v1/calendar/entries', entry('embargo', 'verdict'));
  const release = await begin(
    shopRelease({ name: 'night', policy: 'yielding', version: '1.0.0' }),
    'erin',
  );
  expect((await release.untilBlocked('lab/window/window')).remedy).toContain('no override');
  const opal = await person('opal');
  const forbidden = order({ ...freezeOfLab, entries: ['verdict'] });
  const refused = await opal.post<Said>(release.at('/deviations'), forbidden);
  expect(refused).toMatchObject({
    status: 403,
    body: { type: expect.stringContaining('embargo') },
  });
  const asked = await ask(release, 'opal', order(freezeOfLab));
  expect(asked).toMatchObject({ standing: 'asked', grantedBy: 'management', used: null });
  const { remedy, clearedBy } = await release.untilBlocked('lab/window/window');
  expect(remedy).toContain(`${asked.id} (stocktaking in lab) was asked for`);
  expect(clearedBy).toContain('management');
  await nobodyForges(release, asked);
  expect((await answer(release, 'opal', asked)).body.rule).toBe('approval/not-in-group');
  const other = { subjectDigest: `sha256:${'0'.repeat(64)}` };
  expect((await answer(release, 'mona', asked, other)).body.rule).toBe('statement/other-subject');
  expect((await answer(release, 'mona', asked)).status).toBe(200);
  // What was granted opens nothing against an embargo, and the release says so.
  await release.until('is told why', ({ blockers }) =>
    blockers.some(({ reason }) => reason.includes('an embargo, which nobody overrides')),
  );
  expect(await release.facts('deviation.used')).toEqual([]);
  await rita.delete('/v1/calendar/entries/verdict');
  const live = await release.until('is live', ({ phase }) => phase === 'reviewing');
  expect(live.deviations).toMatchObject([{ standing: 'used', used: { stage: 'lab/window' } }]);
  await owesWhatWasPromised(release, asked);
  type Listed = { deviations: { release: string; deviation: DeviationView }[] };
  const { body } = await rita.get<Listed>('/v1/deviations?standing=used');
  expect(body.deviations).toMatchObject([{ release: 'night', deviation: { id: asked.id } }]);
  await rita.delete('/v1/calendar/entries/stocktaking');
});

/** Who reaches Temporal grants nothing: with no key of their own, and by no word of the asker. */
async function nobodyForges(release: JourneyRelease, { id, request }: DeviationView) {
  const { journey } = shop;
  const attacker = new Attacker(journey);
  const api = await signerOf(journey, 'statements', 'statements');
  const verdictBy = async (person: string): Promise<Statement> => ({
    id: randomUUID(),
    release: release.name,
    environment: 'lab',
    subjectDigest: request,
    by: (await journey.person(person)).subject,
    commentDigest: null,
    nonce: randomUUID(),
    issuedAt: new Date().toISOString(),
    expiresAt: inHours(1),
    kind: 'deviation-verdict',
    content: { deviation: id, verdict: 'grant' },
  });
  const genuine = { jws: await jwsOf(id) };
  const sent: [string, string, object][] = [
    [
      'deviation-verdict',
      'signature/invalid',
      { jws: signedByStranger(await verdictBy('mona'), api.keyId) },
    ],
    [
      'deviation-verdict',
      'approval/not-in-group',
      await api.signStatement(await verdictBy('opal')),
    ],
    ['decision', 'signal/other-kind', await api.signStatement(await verdictBy('mona'))],
    ['deviation-request', '', genuine],
  ];
  for (const [signal, , payload] of sent) await attacker.send(release.name, signal, payload);
  const codes = sent.map(([, code]) => code).filter((code) => code !== '');
  const refused = await eventually('each is refused', async () => {
    const found = await release.facts('statement.refused');
    return found.length < codes.length ? null : found;
  });
  expect(refused.map(({ code }) => code)).toEqual(codes);
  expect(await release.facts('deviation.asked')).toHaveLength(1);
  expect(await release.facts('deviation.answered')).toEqual([]);
}

async function jwsOf(id: string): Promise<string> {
  const text = 'select jws from statements where id = $1';
  const [found] = await query<{ jws: string }>(shop.journey.databaseUrl, text, [id]);
  return found?.jws ?? '';
}

async function owesWhatWasPromised(release: JourneyRelease, { id }: DeviationView) {
  const target = `follow-up/${id}`;
  const { obligations } = await release.until('owes the follow-up', (view) =>
    view.obligations.some((obligation) => obligation.id === target),
  );
  const [review] = obligations;
  expect(review?.mandatoryBecause).toEqual([expect.stringContaining('stocktaking in lab')]);
  for (const each of ['review', target]) {
    const waived = await release.command('mona', 'waive', { target: each });
    expect(waived.body.rule).toBe('command/not-now');
  }
  await release.command('rita', 'complete-obligation', { target, evidence: 'https://wiki/why' });
  expect((await release.review()).outcome).toBe('released');
}

test('a failed gate is waived by somebody else, for the judgement that was seen', async () => {
  const { apply, begin, person } = shop.journey;
  const release = await begin(
    shopRelease({ name: 'known-failure', policy: 'yielding', version: '2.0.0' }),
    'erin',
  );
  const { remedy } = await release.untilBlocked('gates/failed');
  expect(remedy).toContain('waived by cab');
  const [judged] = (await release.view()).gates;
  if (judged === undefined) throw new Error('No gate was judged.');
  const scope = {
    kind: 'gate',
    stage: judged.stage,
    gate: judged.gate,
    component: judged.component ?? '',
    judgedAt: judged.judgedAt,
    evidence: judged.evidence?.digest ?? null,
  } as const;
  const erin = await person('erin');
  const unseen = order({ ...scope, judgedAt: inHours(-1) });
  const said = await erin.post<Said>(release.at('/deviations'), unseen);
  expect(said.body.rule).toBe('deviation/no-such-scope');
  const asked = await ask(release, 'erin', order(scope));
  // The board has both who asked and who wrote the change.
  expect((await answer(release, 'erin', asked)).body.rule).toBe('deviation/own-request');
  expect((await answer(release, 'dana', asked)).body.rule).toBe('approval/author-of-the-change');
  const noGrant =
    '@id("no-grant") @reason("Nothing is granted.")\n' +
    'forbid (principal, action == Action::"grant", resource);';
  await apply(shopDuties('shop', `${everybodyMay}${noGrant}`));
  expect((await answer(release, 'cora', asked)).body.rule).toBe('duties/no-grant');
  // Who proposes to loosen them has loosened nothing, and confirms nothing.
  const rita = await person('rita');
  const documents = [shopDuties('shop', everybodyMay)];
  const { status, body } = await rita.put<ProposedFiles>('/v1/catalog', { documents });
  expect([status, body.proposal.policies]).toMatchObject([202, { removed: ['no-grant'] }]);
  const confirm = { verdict: 'confirm', digest: body.proposal.digest };
  const own = await rita.post<ProblemAnswer>(verdictOn(body.proposal), confirm);
  expect([own.status, own.body.code]).toEqual([403, 'proposal-own']);
  expect((await answer(release, 'cora', asked)).body.rule).toBe('duties/no-grant');
  await (await person('mona')).post(verdictOn(body.proposal), confirm);
  expect((await answer(release, 'cora', asked)).status).toBe(200);
  const live = await release.until('is live', ({ phase }) => phase === 'reviewing');
  expect(live.stages.find(({ id }) => id === 'gates')?.summary).toContain('shop/unit-tests');
  const all = await release.facts('gate.judged');
  expect(all.filter(({ gate }) => gate === 'unit-tests')).toHaveLength(1);
  expect(await release.facts('deviation.used')).toMatchObject([{ deviation: asked.id }]);
  const pack = await exportPack(await person('audra'), release.name, shop.journey.stateFolder);
  const told = pack
    .read('index.html')
    .split('</tr>')
    .find((row) => row.includes(asked.id));
  for (const part of ['the gate unit-tests of shop', asked.reason, asked.compensatingControl]) {
    expect(told).toContain(part);
  }
});

test('where the policy names nobody, nobody is let off', async () => {
  const { begin, person } = shop.journey;
  const release = await begin(
    shopRelease({ name: 'by-the-book', policy: 'strict', version: '2.0.0' }),
    'erin',
  );
  expect((await release.untilBlocked('gates/failed')).remedy).toContain('nobody waive');
  const erin = await person('erin');
  const outside = { ...freezeOfLab, entries: [], outsideWindows: true };
  const said = await erin.post<Said>(release.at('/deviations'), order(outside));
  expect(said).toMatchObject({ status: 409, body: { rule: 'deviation/not-provided-for' } });
  await release.command('erin', 'withdraw');
  const { outcome } = await release.until('has ended', ({ phase }) => phase === 'closed');
  expect(outcome).toBe('withdrawn');
});
