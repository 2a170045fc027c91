import { setTimeout as sleep } from 'node:timers/promises';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { eventually } from '../support/journey/eventually.ts';
import { expectWhole, openShortRuns, type ShortRuns } from '../support/short-runs.ts';

let short: ShortRuns;
beforeAll(async () => {
  short = await openShortRuns(40);
});
afterEach(() => short.stage.clear());
afterAll(() => short.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const dayMs = 24 * 3_600_000;
const requirement = (name: string, group: string) => ({
  id: `production/${name}`,
  group,
  count: 1,
  deadlineMs: dayMs,
  remindBeforeMs: [],
});
const canary = aStage('canary');
const steps = [10, 50].map((weightPercent) => ({ weightPercent, observeMs: 0, patienceMs: 0 }));
const everyWait = [
  ...content,
  aStage('approval', {
    requirements: [requirement('cab', 'cab'), requirement('ops', 'operations')],
  }),
  aStage('window'),
  aStage('deploy', { strategy: 'beside' }),
  { ...canary, canary: { ...canary.canary, steps } },
  aStage('uat'),
  aStage('review'),
];

const frozen: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Year end',
  environments: ['production'],
  start: '2025-01-01T00:00:00.000Z',
  end: null,
  owner: 'management',
};

test('a release goes on in a new run wherever it waits, and nothing twice', async () => {
  const { stage } = short;
  stage.records.entries.push(frozen);
  const release = await stage.start(aPlan(everyWait, { name: 'patient' }));
  await release.waitsFor('approval');
  await release.decide('opal', 'production/ops', 'approve');
  await short.untilNewRun(release);
  await release.command('rita', 'pause');
  await short.untilNewRun(release);
  await release.decide('cora', 'production/cab', 'approve');
  await short.untilNewRun(release);
  await release.command('rita', 'resume');
  await release.waitsFor('window');
  await short.untilNewRun(release);
  stage.records.entries.splice(0);
  await release.handle.signal('calendar-changed');
  for (const [judged, answer] of ['extend', 'proceed', 'proceed'].entries()) {
    await release.recorded('canary.judged', judged + 1);
    await release.waitsFor('decision');
    await short.untilNewRun(release);
    await release.command('rita', answer as 'extend' | 'proceed');
  }
  await release.waitsFor('uat');
  await short.untilNewRun(release);
  await release.decide('una', 'production/uat', 'approve');
  await release.waitsFor('obligation');
  await short.untilNewRun(release);
  await expect(release.review()).resolves.toBe('released');
  await expectWhole(stage, release);
  const opened = release.eventsOf('requirement.opened').map((event) => event.requirement);
  expect(opened).toEqual(['production/cab', 'production/ops', 'production/uat']);
  expect(new Set(release.eventsOf('stage.started').map(({ attempt }) => attempt))).toEqual(
    new Set([1]),
  );
  expect(stage.tools.touched()).toEqual([
    'apply web 2.0.0',
    'traffic web 2.0.0=10 1.0.0=90',
    'traffic web 2.0.0=50 1.0.0=50',
    'settle web',
  ]);
  expect(release.eventsOf('canary.judged')).toHaveLength(3);
  const waits = release.eventsOf('wait.began').map(({ wait }) => wait.id);
  expect(waits.filter((id) => id.startsWith('review/'))).toHaveLength(2);
}, 180_000);

test('it asks about a failed stage in the new run, too, and takes the answer once', async () => {
  const { stage } = short;
  stage.tools.failing.set('checkout v2.0.0', 1);
  const release = await stage.start(aPlan([...content, aStage('deploy')], { name: 'failed' }));
  await release.waitsFor('failed-stage');
  await short.untilNewRun(release);
  await release.command('rita', 'retry');
  await expect(release.handle.result()).resolves.toBe('released');
  const attempts = release.eventsOf('stage.started').filter(({ stage: id }) => id === 'build');
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
  await expectWhole(stage, release);
}, 60_000);

test('it loses no statement of a stream that goes on through many runs', async () => {
  const { stage } = short;
  const release = await stage.start(aPlan(everyWait.slice(0, 4), { name: 'stream' }));
  await release.waitsFor('approval');
  const people = ['dana', 'erin', 'una', 'mona'];
  const said = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      release.decision(people[index % people.length] ?? '', 'production/cab', 'approve'),
    ),
  );
  for (let sent = 0; sent < said.length; sent += 3) {
    const some = said.slice(sent, sent + 3);
    await Promise.all(some.map((each) => release.handle.signal('decision', fakeSignature(each))));
    await release.handle.signal('command', 'garbage');
    await sleep(400);
  }
  const receipts = await Promise.all(said.map((each) => release.receipt(each)));
  expect(receipts.map(({ id }) => id)).toEqual(said.map(({ id }) => id));
  expect(new Set(receipts.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
  await release.until(({ refusals }) => refusals === 80);
  const refused = release.eventsOf('statement.refused').flatMap(({ id }) => id ?? []);
  expect(refused).toHaveLength(said.length);
  expect(new Set(refused)).toEqual(new Set(said.map(({ id }) => id)));
  // On a busy machine it rests for the first time when the stream is over.
  const runs = await eventually('a new run', async () => {
    const counted = await short.runsOf(release.handle.workflowId);
    return counted > 1 ? counted : null;
  });
  expect(runs).toBeGreaterThan(1);
  await release.decide('cora', 'production/cab', 'approve');
  await release.decide('opal', 'production/ops', 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
  await expectWhole(stage, release);
}, 120_000);

test('the board is still asked in a new run, once, and the testers after it', async () => {
  const { stage } = short;
  const policy = {
    ...aStage('uat').uat,
    cycleMs: 2_500,
    remindBeforeMs: [],
    defects: { high: 0 },
    unresolved: { atExpiry: 'escalate', escalateTo: 'cab', deadlineMs: dayMs },
  } as const;
  const uat = aStage('uat', { uat: policy });
  const release = await stage.start(aPlan([...content, uat], { name: 'board' }));
  const { requirements } = await release.waitsFor('uat');
  const head = release.head('una', 'production', requirements[0]?.subjectDigest ?? '');
  const said = { defect: 'DEF-1', severity: 'high', state: 'open' } as const;
  await release.say({ ...head, kind: 'uat-defect', content: { requirement: uat.id, ...said } });
  await release.waitsFor('approval');
  await short.untilNewRun(release);
  await release.decide('cora', `${uat.id}/defects`, 'approve');
  await release.waitsFor('uat');
  await release.decide('una', uat.id, 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
  expect(release.eventsOf('requirement.opened')).toHaveLength(2);
  await expectWhole(stage, release);
}, 60_000);
