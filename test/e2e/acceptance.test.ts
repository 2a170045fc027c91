import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
import type { ProblemAnswer } from '../support/journey/person.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';

const cycle = (parts: object) =>
  quietEnvironment({
    uat: { group: 'testers', cycle: '1h', escalateTo: 'management', ...parts },
  });

const shop = useJourney(({ regroup }) =>
  regroup(
    { ...members, testers: ['una', 'cora'] },
    shopPolicy('patient', { lab: cycle({}) }),
    shopPolicy('hasty', { lab: cycle({ cycle: '3s', remindBefore: ['2s'] }) }),
    shopPolicy('thorough', {
      lab: cycle({
        cycle: '3s',
        defects: { critical: 0, high: 0, medium: 1 },
        unresolved: { atExpiry: 'escalate', escalateTo: 'cab', deadline: '1h' },
      }),
    }),
    shopPolicy('asked', { lab: { ...cycle({}), approvals: [anApproval('cab')] } }),
    shopPolicy('strict', { lab: cycle({ cycle: '1s', atExpiry: 'fail' }) }),
  ),
);

async function tested(name: string, policy: string): Promise<JourneyRelease> {
  const release = await shop.journey.begin(shopRelease({ name, policy, version: '1.0.0' }));
  await release.until('is tested', ({ stage }) => stage === 'lab/uat');
  return release;
}

test('takes defects and a rejection from testers, and goes back on demand', async () => {
  const release = await tested('rejected', 'patient');
  await release.untilBlocked('lab/uat');
  const una = await shop.journey.person('una');
  const subjectDigest = await release.subjectOf('lab/uat');
  const defect = { requirement: 'lab/uat', defect: 'SHOP-12', severity: 'high', subjectDigest };
  const nora = await shop.journey.person('nora');
  const stranger = await nora.post<{ code: string }>(release.at('/uat/defects'), defect);
  expect([stranger.status, stranger.body.code]).toEqual([403, 'approval/not-in-group']);
  const said = await una.post(release.at('/uat/defects'), defect);
  expect(said.body).toMatchObject({ outcome: 'accepted' });
  const { defect: _, ...change } = { ...defect, state: 'resolved' };
  const resolved = await una.patch(release.at('/uat/defects/SHOP-12'), change);
  expect(resolved.body).toMatchObject({ outcome: 'accepted' });
  const signals = await eventually('both are recorded', async () => {
    const accepted = await release.facts('statement.accepted');
    return accepted.length > 1 ? accepted.map(({ kind }) => kind) : null;
  });
  expect(signals).toEqual(['uat-defect', 'uat-defect']);
  expect((await release.accept('una', 'lab/uat', { verdict: 'reject' })).status).toBe(200);
  const blocker = await release.untilBlocked('lab/uat/failed');
  expect(blocker.reason).toMatch(/acceptance test in lab was rejected/);
  await release.command('opal', 'rollback');
  expect((await release.review()).outcome).toBe('rolled-back');
  expect(runningBelow(shop.journey.stateFolder)).toEqual([]);
});

test('reminds before the cycle ends, asks those above after it, and takes a late yes', async () => {
  const release = await tested('late', 'hasty');
  const blocker = await release.untilBlocked('lab/uat/expired');
  expect(blocker).toMatchObject({ clearedBy: ['management'], until: null });
  const sent = await shop.journey.announcements();
  const toTesters = sent.filter(({ audience }) => audience.includes('testers'));
  expect(toTesters.map(({ subject }) => subject)).toEqual(['Release late: lab/uat is waiting']);
  expect(sent.some(({ audience }) => audience.includes('management'))).toBe(true);
  const { requirements, phase } = await release.view();
  expect([requirements[0]?.outcome, phase]).toEqual(['pending', 'rolling-out']);
  const extended = await release.command('mona', 'extend', { target: 'lab/uat' });
  expect(extended.body.outcome).toBe('accepted');
  await release.until(
    'may be tested again',
    ({ requirements: [open] }) => Date.parse(open?.deadline ?? '') > Date.now(),
  );
  await release.accept('una', 'lab/uat');
  expect((await release.review()).outcome).toBe('released');
});

test('fails the stage when the policy says that an expired cycle fails', async () => {
  const release = await tested('failed', 'strict');
  const blocker = await release.untilBlocked('lab/uat/failed');
  expect(blocker.reason).toMatch(/was expired/);
  expect((await release.view()).requirements[0]?.outcome).toBe('expired');
  await release.command('opal', 'rollback');
  expect((await release.review()).outcome).toBe('rolled-back');
});

async function report(release: JourneyRelease, defect: string, severity: string): Promise<void> {
  const una = await shop.journey.person('una');
  const subjectDigest = await release.subjectOf('lab/uat');
  const said = { requirement: 'lab/uat', defect, severity, subjectDigest };
  const { body } = await una.post<{ outcome: string }>(release.at('/uat/defects'), said);
  expect(body.outcome).toBe('accepted');
}

test('is not accepted with a severe defect: the board decides, a re-test finds it', async () => {
  const release = await tested('severe', 'thorough');
  await release.untilBlocked('lab/uat');
  await report(release, 'SHOP-21', 'medium');
  await report(release, 'SHOP-22', 'high');
  const refused = await release.accept('una', 'lab/uat');
  expect(refused.body).toMatchObject({ outcome: 'refused', code: 'uat/defects-open' });
  expect(refused.body.reason).toContain('1 high defect is open (SHOP-22) and none may be');
  expect((await release.untilBlocked('lab/uat/open-defects')).reason).toContain('SHOP-22');
  const board = await release.untilBlocked('lab/uat/defects');
  expect(board).toMatchObject({ clearedBy: ['cab'], then: 'expires' });
  await release.decide('cora', 'lab/uat/defects', { verdict: 'reject' });
  expect((await release.untilBlocked('lab/uat/failed')).reason).toContain('SHOP-22');

  await release.command('opal', 'retry');
  const again = await release.until('is tested again', ({ requirements }) =>
    requirements.some(({ id, attempt }) => id === 'lab/uat' && attempt === 2),
  );
  expect(again.defects).toMatchObject([
    { id: 'SHOP-21', state: 'open', blocks: false },
    { id: 'SHOP-22', state: 'open', blocks: true },
  ]);
  expect((await release.accept('una', 'lab/uat')).body.code).toBe('uat/defects-open');
  await release.untilBlocked('lab/uat/defects');
  const decided = await release.decide('cora', 'lab/uat/defects');
  expect(decided.body.outcome).toBe('accepted');
  const stands = await release.until('may stand', ({ defects }) =>
    defects.every(({ blocks }) => !blocks),
  );
  expect([stands.phase, stands.requirements[0]?.outcome]).toEqual(['rolling-out', 'pending']);
  expect((await release.accept('una', 'lab/uat')).body.outcome).toBe('accepted');
  const { outcome, defects, obligations } = await release.review();
  expect([outcome, defects[1]?.toleratedAs]).toEqual(['released', 'high']);
  expect(obligations.find(({ id }) => id === 'review')?.mandatoryBecause).toEqual([
    'Open defects were let stand in lab/uat: SHOP-22 (high).',
  ]);
});

/** What the guide shows is what is tested; whoever confirms a change is the management here. */
const guide = readFileSync('docs/how-to/keep-duties-apart.md', 'utf8');
const shown = /```yaml\n(?<text>.*?)```/s.exec(guide)?.groups?.['text'] ?? '';
const confirmed = 'spec:\n  confirmation: { by: management }\n';
const apart = { name: 'duties.yaml', text: shown.replace('spec:\n', confirmed) };
const noBoard = `${everybodyMay}
@id("no-board")
@reason("The board does not decide this year.")
forbid (principal in Group::"cab", action == Action::"decide", resource);`;

async function asked(name: string): Promise<JourneyRelease> {
  const release = await shop.journey.begin(
    shopRelease({ name, policy: 'asked', version: '1.0.0' }),
  );
  await release.untilBlocked('lab/cab');
  return release;
}

test('refuses duties that are misspelt, at their place in the file', async () => {
  const wrong = { ...apart, text: apart.text.replace('context.testers', 'context.tester') };
  const rita = await shop.journey.person('rita');
  const { status, body } = await rita.put<ProblemAnswer & { errors: object[] }>('/v1/catalog', {
    documents: [wrong],
  });
  const lines = wrong.text.split('\n');
  const line = lines.findIndex((text) => text.includes('context.tester.')) + 1;
  const column = (lines[line - 1] ?? '').indexOf('context.tester.') + 1;
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([
    { code: 'duty-schema', file: 'duties.yaml', pointer: '/spec/policies', line, column },
  ]);
});

test('keeps duties apart by applied policies, pinned and current, and names the one', async () => {
  const { apply } = shop.journey;
  await apply(apart);
  const release = await asked('apart');
  expect((await release.decide('cora', 'lab/cab')).body.outcome).toBe('accepted');
  // The running release keeps what it pins, although nothing is left of it in what is applied.
  await apply(shopDuties('shop', everybodyMay));
  await release.untilBlocked('lab/uat');
  const { status, body } = await release.accept('cora', 'lab/uat');
  expect([status, body.code, body.rule]).toEqual([
    403,
    'duties/refused',
    'duties/tested-or-approved',
  ]);
  expect(body.detail).toContain('Who approves a release does not test it.');
  expect((await release.facts('statement.accepted')).map(({ kind }) => kind)).toEqual(['decision']);
  expect((await release.accept('una', 'lab/uat')).body.outcome).toBe('accepted');
  expect((await release.review()).outcome).toBe('released');
});

test('asks the duties about who merged the change, too', async () => {
  const { apply, begin, person, repository } = shop.journey;
  repository.version('2.1.0', { merger: 'cora@shop.example' });
  const noMerger = `${everybodyMay}
@id("no-merger")
@reason("Who merged a change does not approve it.")
forbid (principal, action, resource) when { context.mergers.contains(principal) };`;
  await apply(shopDuties('shop', noMerger));
  const release = await begin(shopRelease({ name: 'merged', policy: 'asked', version: '2.1.0' }));
  await release.untilBlocked('lab/cab');
  const mergers = [(await person('cora')).subject];
  expect(await release.facts('component.built')).toMatchObject([{ mergers }]);
  const { status, body } = await release.decide('cora', 'lab/cab');
  expect([status, body.rule]).toEqual([403, 'duties/no-merger']);
  expect((await release.decide('cliff', 'lab/cab')).body.outcome).toBe('accepted');
  await release.command('rita', 'withdraw');
  await apply(shopDuties('shop', everybodyMay));
});

test('reaches a release under way by tightened duties, before anything is touched', async () => {
  const { apply, stopWorkers, startWorkers } = shop.journey;
  await apply(shopDuties('shop', everybodyMay));
  const release = await asked('tightened');
  // What was signed before is not taken in after: nobody was there who could hear it in between.
  await stopWorkers();
  const decisionId = randomUUID();
  expect((await release.decide('cora', 'lab/cab', { decisionId })).status).toBe(202);
  await apply(shopDuties('shop', noBoard));
  await startWorkers();
  const [refused] = await eventually('the workflow has spoken', async () => {
    const found = await release.facts('statement.refused');
    return found.length > 0 ? found : null;
  });
  expect(refused).toMatchObject({ id: decisionId, code: 'duties/no-board' });
  await apply(shopDuties('shop', everybodyMay));
  await release.command('opal', 'pause');
  expect((await release.decide('cora', 'lab/cab')).body.outcome).toBe('accepted');
  await apply(shopDuties('other', noBoard));
  expect((await release.command('opal', 'resume')).body.outcome).toBe('accepted');
  const { stages, changes } = await release.until('is refused', (view) =>
    view.stages.some(({ failure }) => failure !== null),
  );
  const [failure] = stages.flatMap((stage) => stage.failure ?? []);
  expect(failure).toMatchObject({ code: 'guard/duties' });
  expect(failure?.message).toMatch(/duties\/no-board .*The board does not decide this year/);
  expect(changes.filter(({ status }) => status === 'applied')).toEqual([]);
  expect((await release.command('rita', 'withdraw')).status).toBe(200);
  expect((await release.review()).outcome).toBe('withdrawn');
});
