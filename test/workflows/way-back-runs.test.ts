import { setTimeout as sleep } from 'node:timers/promises';
import { aPlan, aStage, twoWaves } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { eventually } from '../support/journey/eventually.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import type { ReleaseStage } from '../support/release-stage.ts';
import { expectWhole, openShortRuns, type ShortRuns } from '../support/short-runs.ts';

let short: ShortRuns;
let stage: ReleaseStage;
beforeAll(async () => {
  short = await openShortRuns(40);
  stage = short.stage;
});
afterEach(() => stage.clear());
afterAll(() => short.close());

const stages = [
  aStage('build'),
  aStage('package'),
  aStage('promote'),
  aStage('deploy', { waves: [['orders'], ['web']] }),
  aStage('uat'),
  aStage('review'),
];

/** A rollback of `orders` and `web` in which the first step, that of `web`, fails. */
async function stuck(name: string): Promise<ReleaseActor> {
  const release = await stage.start(aPlan(stages, { name, ...twoWaves }));
  await release.waitsFor('uat');
  stage.tools.failing.set('undo web', 2);
  await release.command('rita', 'rollback');
  await release.waitsFor('failed-rollback');
  return release;
}

/** What a way back does outside, in its order. */
function wayBack(): readonly string[] {
  const { effects } = stage.tools;
  const since = effects.findIndex((effect) => effect.startsWith('collect '));
  return effects.slice(since).filter((effect) => /^(collect|traffic|undo) /.test(effect));
}

async function expectOnce(release: ReleaseActor): Promise<void> {
  const count = (type: Parameters<ReleaseActor['eventsOf']>[0]) => release.eventsOf(type).length;
  expect(count('rollback.started')).toBe(1);
  expect(count('forensics.captured')).toBe(1);
  expect(count('rollback.finished')).toBe(1);
  const keys = stage.tools.messages.map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)]);
  await expectWhole(stage, release);
}

test('a way back goes on in a new run wherever it asks, and does nothing twice', async () => {
  const release = await stuck('asking');
  await short.untilNewRun(release);
  await release.command('opal', 'retry');
  await release.recorded('compensation.failed', 2);
  await release.waitsFor('failed-rollback');
  await short.untilNewRun(release);
  // What comes back is not what stood before, so that the end asks as well.
  stage.tools.strangers.set('orders', { digest: 'sha256:strange', version: '0.9.0' });
  await release.command('opal', 'retry');
  await release.recorded('rollback.validated');
  await release.waitsFor('failed-rollback');
  await short.untilNewRun(release);
  await release.command('opal', 'take-over');
  await release.waitsFor('taken-over');
  await short.untilNewRun(release);
  await release.command('opal', 'retry');
  await release.recorded('rollback.validated', 2);
  await release.waitsFor('failed-rollback');
  await short.untilNewRun(release);
  stage.tools.strangers.clear();
  await release.command('opal', 'retry');
  await expect(release.review()).resolves.toBe('rolled-back');
  const collected = ['collect web', 'collect orders'];
  const users = ['traffic web 1.0.0=100', 'traffic orders 1.0.0=100'];
  expect(wayBack()).toEqual([...collected, ...users, 'undo web', 'undo orders']);
  expect(release.eventsOf('compensation.done')).toHaveLength(2);
  expect(release.eventsOf('incident.opened').map(({ kind }) => kind)).toEqual([
    'rollback-failed',
    'rollback-failed',
    'not-restored',
    'not-restored',
  ]);
  expect((await release.state()).incidents.every(({ how }) => how !== null)).toBe(true);
  await expectOnce(release);
}, 120_000);

test('a way back that was taken over loses nothing that people say meanwhile', async () => {
  const release = await stuck('taken-over');
  await release.command('opal', 'take-over');
  await release.waitsFor('taken-over');
  const before = await short.runsOf(release.handle.workflowId);
  const said = await Promise.all(
    Array.from({ length: 40 }, () => release.decision('una', 'production/uat', 'approve')),
  );
  for (let sent = 0; sent < said.length; sent += 2) {
    const some = said.slice(sent, sent + 2);
    await Promise.all(
      some.map((each) => release.handle.signal('uat-verdict', fakeSignature(each))),
    );
    await release.handle.signal('command', 'garbage');
    await sleep(200);
  }
  const receipts = await Promise.all(said.map((each) => release.receipt(each)));
  expect(new Set(receipts.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
  await release.until(({ refusals }) => refusals === 60);
  const refused = release.eventsOf('statement.refused').flatMap(({ id }) => id ?? []);
  expect(refused.toSorted()).toEqual(said.map(({ id }) => id).toSorted());
  // How many events that took depends on the machine: a slow one hears much at once.
  await eventually('two new runs have begun', async () => {
    await release.handle.signal('command', 'garbage');
    return (await short.runsOf(release.handle.workflowId)) > before + 1 ? true : null;
  });
  const { rollback, waits } = await release.state();
  expect(rollback?.takenOverBy).toBe('opal');
  expect(waits.map(({ kind }) => kind)).toEqual(['taken-over']);
  await release.command('opal', 'proceed');
  await expect(release.review()).resolves.toBe('rolled-back');
  expect(wayBack().filter((effect) => effect.startsWith('undo'))).toEqual([]);
  expect(release.eventsOf('compensation.skipped').map(({ by }) => by)).toEqual(['opal', 'opal']);
  await expectOnce(release);
}, 120_000);
