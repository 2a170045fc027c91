import { randomUUID } from 'node:crypto';
import type { Receipt, Statement } from '../../domain/approval/statement.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { Attacker, signedByStranger, signerOf } from '../support/journey/attacker.ts';
import { ask } from '../support/journey/customers.ts';
import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import { brokenPositions, ledgerRows, query } from '../support/journey/ledger-rows.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';

const uat = { group: 'testers', cycle: '1h', escalateTo: 'management', defects: { high: 0 } };
const policy = (audience: string) =>
  shopPolicy('changing', {
    staging: quietEnvironment({ uat }),
    production: quietEnvironment({
      approvals: [anApproval('cab', { count: 2 })],
      announce: { audience: [audience], channels: ['file'], text: '{release} brings {versions}.' },
    }),
  });

const shop = useJourney(({ apply, repository }) => {
  repository.version('2.0.0');
  repository.version('2.0.1');
  return apply(policy('operations'));
});

const documentOf = (components: Readonly<Record<string, string>>) =>
  shopRelease(
    { name: 'spring', policy: 'changing', version: '', environments: ['production'] },
    {
      components: Object.entries(components).map(([service, version]) => ({ service, version })),
    },
  );

type Answered = Receipt & ProblemAnswer;

/** Plans the document, and asks for the revision with what was seen. */
async function revise(release: JourneyRelease, by: string, spec: object, body: object = {}) {
  const person = await shop.journey.person(by);
  const plan = await person.post<{ digest: string }>('/v1/plans', spec);
  const order = { spec, planDigest: plan.body.digest, reason: 'A defect was found.', ...body };
  const said = await person.post<Answered>(release.at('/revisions'), order);
  if (said.status === 200) await person.get(release.at(`?atLeastSeq=${said.body.seq}`));
  return { ...said, planDigest: plan.body.digest };
}

const defect = async (release: JourneyRelease) => ({
  requirement: 'staging/uat',
  severity: 'high',
  subjectDigest: await release.subjectOf('staging/uat'),
});

test('a new build is tested anew, and decisions last as long as what they are about', async () => {
  const { begin, person, databaseUrl } = shop.journey;
  const release = await begin(documentOf({ prices: '2.0.0', shop: '2.0.0' }));
  await release.untilBlocked('staging/uat');
  const una = await person('una');
  const found = { ...(await defect(release)), defect: 'SHOP-7' };
  expect((await una.post(release.at('/uat/defects'), found)).status).toBe(200);
  await nobodyForges(release);
  const fixed = documentOf({ shop: '2.0.1' });
  await isTestedAnew(release, fixed);
  await keepsItsApproval(release, fixed);
  await release.until('owes what was deferred', ({ obligations }) =>
    obligations.some(({ id }) => id === 'deferred/prices'),
  );
  await plansStayReadable(release);
  const rows = await ledgerRows(databaseUrl, release.name);
  expect(brokenPositions(rows)).toEqual([]);
  expect(deployments(rows)).toEqual([
    'prices staging',
    'shop staging',
    'shop staging',
    'shop production',
  ]);
});

const deferral = {
  component: 'prices',
  reason: 'The rules for them come later.',
  followUp: {
    what: 'Bring the new prices',
    owner: 'release-managers',
    due: '2030-01-01T00:00:00Z',
  },
};

/** The build with the defect is replaced, and what was said of it counts no more. */
async function isTestedAnew(release: JourneyRelease, fixed: object): Promise<void> {
  const seen = await release.subjectOf('staging/uat');
  const silent = await revise(release, 'erin', fixed);
  expect([silent.status, silent.body.rule]).toEqual([409, 'revision/dropped-without-reason']);
  const stranger = await revise(release, 'audra', fixed, { dropped: [deferral] });
  expect(stranger.status).toBe(403);
  const order = { dropped: [deferral], decisionId: randomUUID() };
  const taken = await revise(release, 'erin', fixed, order);
  expect(taken).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  expect((await revise(release, 'erin', fixed, order)).body).toEqual(taken.body);
  const retested = await release.until(
    'is tested again',
    ({ requirements: [test] }) => test?.outcome === 'pending' && test.attempt === 2,
  );
  expect(retested).toMatchObject({
    revision: 2,
    planDigest: taken.planDigest,
    revisions: [{ changed: ['shop'], voided: ['staging/uat'], dropped: [{ component: 'prices' }] }],
  });
  const staging = await shop.journey.originOf('staging', 'shop');
  expect((await ask(staging ?? '')).version).toBe('2.0.1');
  const old = { verdict: 'accept', subjectDigest: seen };
  const stale = await release.accept('una', 'staging/uat', old);
  expect(stale.body.rule).toBe('statement/other-subject');
  // The defect is still there until somebody says of the new build that it is gone.
  expect((await release.accept('una', 'staging/uat')).body.code).toBe('uat/defects-open');
  const una = await shop.journey.person('una');
  const resolved = { ...(await defect(release)), state: 'resolved' };
  await una.patch(release.at('/uat/defects/SHOP-7'), resolved);
  await release.until('has no open defect', ({ defects }) =>
    defects.every(({ state }) => state === 'resolved'),
  );
  expect((await release.accept('una', 'staging/uat')).body.outcome).toBe('accepted');
}

/** Whom an announcement tells is nothing that the board has decided about. */
async function keepsItsApproval(release: JourneyRelease, fixed: object): Promise<void> {
  const { apply, announcements, originOf } = shop.journey;
  await release.untilBlocked('production/cab');
  expect((await release.decide('cora', 'production/cab')).body.outcome).toBe('accepted');
  await apply(policy('management'));
  const told = await revise(release, 'rita', fixed, { reason: 'Others have to be told.' });
  expect(told.body.outcome).toBe('accepted');
  await release.until('goes by its third plan', ({ revision }) => revision === 3);
  expect((await release.decide('cliff', 'production/cab')).body.outcome).toBe('accepted');
  const live = await release.until('is live', ({ phase }) => phase === 'reviewing');
  const board = live.requirements.find(({ id }) => id === 'production/cab');
  expect(board).toMatchObject({ outcome: 'approved', decisions: [{}, {}] });
  const production = await originOf('production', 'shop');
  expect((await ask(production ?? '')).version).toBe('2.0.1');
  const ours = (await announcements()).filter(({ text }) => text.includes('spring brings'));
  expect(ours.map(({ audience }) => audience)).toEqual([['management']]);
}

/** What was brought where, by the actions that the ledger holds. */
function deployments(rows: Awaited<ReturnType<typeof ledgerRows>>): readonly string[] {
  return rows.flatMap(({ sort, content }) => {
    const { key, phase, action, outcome } = JSON.parse(content) as Record<string, string>;
    const isDone = sort === 'action' && phase === 'outcome' && outcome === 'done';
    if (!isDone || action !== 'deployComponent') return [];
    const [, environment, , component] = key?.split('/') ?? [];
    return [`${component} ${environment}`];
  });
}

/** Every plan by which it went is kept, and the ledger says which statement led to which. */
async function plansStayReadable(release: JourneyRelease): Promise<void> {
  const rita = await shop.journey.person('rita');
  const versions = async (revision: string) => {
    const path = release.at(`/plan${revision}`);
    const { body } = await rita.get<{ plan: ReleasePlan; revision: number }>(path);
    return [body.revision, ...body.plan.components.map(({ name, version }) => name + version)];
  };
  expect(await versions('?revision=1')).toEqual([1, 'prices2.0.0', 'shop2.0.0']);
  expect(await versions('')).toEqual([3, 'shop2.0.1']);
  const unknown = await rita.get<ProblemAnswer>(release.at('/plan?revision=9'));
  expect([unknown.status, unknown.body.code]).toEqual([404, 'revision/unknown']);
  const revised = await release.facts('plan.revised');
  for (const { statement, by, to } of revised) {
    const text = 'select jws from statements where digest = $1';
    const [kept] = await query<{ jws: string }>(shop.journey.databaseUrl, text, [statement]);
    const [, payload = ''] = kept?.jws.split('.') ?? [];
    const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Statement;
    expect(said).toMatchObject({ kind: 'revision', by, content: { to } });
  }
}

/** Who reaches Temporal leads no release astray: with no key, and with no plan that was sealed. */
async function nobodyForges(release: JourneyRelease): Promise<void> {
  const { journey } = shop;
  const attacker = new Attacker(journey);
  const api = await signerOf(journey, 'statements', 'statements');
  const { planDigest } = await release.view();
  const [other] = await query<{ plan_digest: string }>(
    journey.databaseUrl,
    'select plan_digest from plans where release = $1',
    [(await another()).name],
  );
  const revision = async (): Promise<Statement> => ({
    id: randomUUID(),
    release: release.name,
    environment: null,
    subjectDigest: planDigest,
    by: (await journey.person('erin')).subject,
    commentDigest: null,
    nonce: randomUUID(),
    issuedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    kind: 'revision',
    content: { from: planDigest, to: other?.plan_digest ?? '', reason: 'Quietly.', dropped: [] },
  });
  const stranger = { jws: signedByStranger(await revision(), api.keyId) };
  await attacker.send(release.name, 'revision', stranger);
  await attacker.send(release.name, 'revision', await api.signStatement(await revision()));
  const refused = await eventually('both are refused', async () => {
    const found = await release.facts('statement.refused');
    return found.length < 2 ? null : found;
  });
  expect(refused.map(({ code }) => code)).toEqual(['signature/invalid', 'revision/not-sealed']);
  expect((await release.view()).planDigest).toBe(planDigest);
}

/** A release whose plan was sealed, for itself, and that goes nowhere. */
async function another(): Promise<JourneyRelease> {
  const order = { name: 'another', policy: 'changing', version: '2.0.0' };
  const release = await shop.journey.begin(shopRelease({ ...order, environments: ['staging'] }));
  await release.command('rita', 'withdraw');
  return release;
}
