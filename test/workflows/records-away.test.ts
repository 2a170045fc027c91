import { aPlan, aStage } from '../support/builders/plan.ts';
import { fakeSignature } from '../support/fakes/fake-verifier.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const minuteMs = 60_000;

describe('while the records are away', () => {
  test('a decision waits, no tool is touched, and all goes on when they are back', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('approval'), aStage('deploy')], { name: 'decided' }),
    );
    await release.waitsFor('approval');
    const statement = await release.decision('cora', 'production/cab', 'approve');
    stage.records.away = true;
    await release.handle.signal('decision', fakeSignature(statement));
    await release.pass(30 * minuteMs);
    expect(stage.tools.touched()).toEqual([]);
    expect((await release.state()).requirements).toMatchObject([{ decisions: [] }]);
    stage.records.away = false;
    await expect(release.handle.result()).resolves.toBe('released');
    await expect(release.receipt(statement)).resolves.toMatchObject({ outcome: 'accepted' });
  }, 30_000);

  test('nothing is deployed, and what happened meanwhile is recorded in its order', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('approval'), aStage('deploy')], { name: 'deployed' }),
    );
    await release.waitsFor('approval');
    stage.records.beforeAppend = async (batch) => {
      const deploys = batch.some(({ event }) => event.type === 'lease.requested');
      if (deploys) stage.records.away = true;
    };
    await release.decide('cora', 'production/cab', 'approve');
    await release.pass(120 * minuteMs);
    expect(stage.records.away).toBe(true);
    expect(stage.tools.touched()).toEqual([]);
    expect(stage.records.held.size).toBe(0);
    stage.records.beforeAppend = async () => {};
    stage.records.away = false;
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('stage.failed')).toEqual([]);
    expect(release.eventsOf('release.closed')).toHaveLength(1);
  }, 30_000);

  test('a rollback waits with its undoing, for longer than any step may take', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('deploy'), aStage('uat')], { name: 'rollback' }),
    );
    await release.waitsFor('uat');
    stage.records.beforeAppend = async (batch) => {
      const begins = batch.some(({ event }) => event.type === 'rollback.started');
      if (begins) stage.records.away = true;
    };
    await release.command('rita', 'rollback');
    await release.pass(180 * minuteMs);
    expect(stage.tools.touched()).not.toContain('undo web');
    stage.records.beforeAppend = async () => {};
    stage.records.away = false;
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().slice(-2)).toEqual(['traffic web 1.0.0=100', 'undo web']);
  }, 30_000);
});

test('a step that is called off while the records are away leaves what it carried', async () => {
  const called = Promise.withResolvers<void>();
  stage.records.beforeAppend = async (batch) => {
    if (!batch.some(({ event }) => event.type === 'compensation.registered')) return;
    stage.records.away = true;
    called.resolve();
  };
  const stages = [...content, aStage('deploy'), aStage('uat')];
  const release = await stage.start(aPlan(stages, { name: 'called-off' }));
  await called.promise;
  await release.handle.cancel();
  await release.pass(minuteMs);
  expect(stage.tools.touched()).toEqual([]);
  stage.records.beforeAppend = async () => {};
  stage.records.away = false;
  await expect(release.handle.result()).resolves.toBe('rolled-back');
  expect(release.eventsOf('compensation.registered')).toHaveLength(1);
}, 30_000);
