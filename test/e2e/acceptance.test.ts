import { quietEnvironment, shopPolicy, shopRelease } from '../support/journey/documents.ts';
import { eventually } from '../support/journey/eventually.ts';
import { useJourney } from '../support/journey/journey.ts';
import type { JourneyRelease } from '../support/journey/release.ts';
import { runningBelow } from '../support/journey/running.ts';

const cycle = (parts: object) =>
  quietEnvironment({
    uat: { group: 'testers', cycle: '1h', escalateTo: 'management', ...parts },
  });

const shop = useJourney(({ apply }) =>
  apply(
    shopPolicy('patient', { lab: cycle({}) }),
    shopPolicy('hasty', { lab: cycle({ cycle: '3s', remindBefore: ['2s'] }) }),
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
