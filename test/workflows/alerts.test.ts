import type { AlertContent, AlertPolicy } from '../../domain/alert/alert.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { growingCounters } from '../support/fakes/growing-counters.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
beforeEach(() => {
  stage.records.groups.set('watcher', ['monitoring']);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** A release that stands in production, in a stage of that kind. */
async function standing(
  name: string,
  kind: 'stabilize' | 'uat',
  alerts: Partial<AlertPolicy> = {},
): Promise<ReleaseActor> {
  stage.tools.counters = growingCounters(() => ({
    'sha256:web-2.0.0': { requests: 100, failures: 0 },
  }));
  const policy: AlertPolicy = { from: 'monitoring', onFiring: 'rollback', ...alerts };
  const stabilize = {
    durationMs: 3_600_000,
    observeEveryMs: 100,
    maximumFailureRate: 0.01,
    minimumRequests: 10,
  };
  const stages = [
    aStage('build'),
    aStage('package'),
    aStage('promote'),
    aStage('deploy', { alerts: policy }),
    kind === 'uat' ? aStage('uat') : aStage('stabilize', { stabilize }),
  ];
  const release = await stage.start(aPlan(stages, { name }));
  await release.waitsFor(kind === 'uat' ? 'uat' : 'observation');
  return release;
}

async function alert(release: ReleaseActor, change: Partial<AlertContent> = {}, by = 'watcher') {
  const content: AlertContent = {
    fingerprint: 'f1',
    name: 'HighErrorRate',
    status: 'firing',
    startsAt: '2999-01-01T00:00:00.000Z',
    service: 'web',
    labels: {},
    ...change,
  };
  return release.say({ ...release.head(by, 'production', 'sha256:any'), kind: 'alert', content });
}

const judged = (release: ReleaseActor) =>
  release.eventsOf('alert.judged').map(({ outcome }) => outcome);

test('a firing alert takes a watched release back, and who else says so does not', async () => {
  const release = await standing('fired', 'stabilize');
  const stranger = await alert(release, {}, 'opal');
  expect(stranger).toMatchObject({ outcome: 'refused', code: 'alert/not-entitled' });
  expect(await alert(release)).toMatchObject({ outcome: 'accepted' });
  await expect(release.handle.result()).resolves.toBe('rolled-back');
  expect(stage.tools.touched().slice(-2)).toEqual(['traffic web 1.0.0=100', 'undo web']);
  expect(release.eventsOf('stage.failed')).toMatchObject([{ failure: { code: 'alert/firing' } }]);
  expect(release.eventsOf('incident.opened')).toMatchObject([{ kind: 'breach' }]);
});

test('where the policy says so a person is asked, whose silence takes it back', async () => {
  const release = await standing('silent', 'uat', { onFiring: 'ask' });
  await alert(release);
  const { waits } = await release.waitsFor('failed-stage');
  expect(waits).toMatchObject([{ then: 'rolls back', until: expect.any(String) }]);
  // Its end takes nothing back from what it has led to.
  await alert(release, { status: 'resolved' });
  expect((await release.state()).waits).toMatchObject([{ kind: 'failed-stage' }]);
  await release.pass(600_000);
  await expect(release.handle.result()).resolves.toBe('rolled-back');
});

test('a person who is asked may go on in spite of it, and hears of it once', async () => {
  const release = await standing('asked', 'uat', { onFiring: 'ask' });
  await alert(release);
  await release.waitsFor('failed-stage');
  await alert(release, { fingerprint: 'f2' });
  expect(judged(release)).toEqual(['breach', 'breach']);
  await release.command('opal', 'retry');
  await release.waitsFor('uat');
  await release.decide('una', 'production/uat', 'approve');
  await expect(release.handle.result()).resolves.toBe('released');
});

test('one that has to be steady is forgotten when it ends before, and counts after', async () => {
  const release = await standing('steady', 'uat', { steady: { forMs: 60_000 } });
  await alert(release);
  await alert(release, { status: 'resolved' });
  await release.recorded('alert.judged');
  expect(judged(release)).toEqual(['passed']);
  await alert(release, { startsAt: '2999-01-01T00:01:00.000Z' });
  expect(judged(release)).toEqual(['passed']);
  await release.pass(60_000);
  await expect(release.handle.result()).resolves.toBe('rolled-back');
  expect(judged(release)).toEqual(['passed', 'breach']);
});
