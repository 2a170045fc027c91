import { aPlan, aStage } from '../support/builders/plan.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const backup = { name: 'backup', command: ['backup', '--check'] };
const checklist = aStage('checklist', {
  items: [
    { item: 'rollback-plan' },
    { item: 'announcement-sent' },
    { item: 'command', check: backup },
  ],
});
const stages = [aStage('build'), aStage('package'), aStage('promote'), aStage('announce')];
const plan = (name: string) => aPlan([...stages, checklist, aStage('deploy')], { name });

describe('a checklist', () => {
  test('lets the release go on when every item holds, and records each', async () => {
    const release = await stage.start(plan('holds'));
    await expect(release.handle.result()).resolves.toBe('released');
    const judged = release.eventsOf('gate.judged').map(({ gate, verdict }) => [gate, verdict]);
    expect(judged).toEqual([
      ['rollback-plan', 'pass'],
      ['announcement-sent', 'pass'],
      ['backup', 'pass'],
    ]);
  });

  test('stops before anything is touched when an item does not hold, until it does', async () => {
    stage.tools.exitCodes.set('backup --check', 1);
    const release = await stage.start(plan('stops'));
    await release.waitsFor('failed-stage');
    const [verdict] = release.eventsOf('gate.judged').slice(-1);
    expect(verdict).toMatchObject({ gate: 'backup', verdict: 'fail' });
    expect(stage.tools.touched().filter((effect) => effect.startsWith('apply'))).toEqual([]);

    stage.tools.exitCodes.clear();
    await release.command('opal', 'retry');
    await expect(release.handle.result()).resolves.toBe('released');
  });
});
