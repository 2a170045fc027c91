import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { calendarChangedSignal } from '../../workflows/contract.ts';
import { aPlan, aStage, twoWaves } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hourMs = 3_600_000;
const deployId = 'production/deploy';

async function close(kind: CalendarEntry['kind'] = 'freeze'): Promise<void> {
  const nowMs = await stage.environment.currentTimeMs();
  stage.records.entries.push({
    id: 'year-end',
    kind,
    title: 'Year end',
    environments: ['production'],
    start: new Date(nowMs - 1).toISOString(),
    end: new Date(nowMs + 48 * hourMs).toISOString(),
    owner: 'management',
  });
}

/** A release whose first wave is in when the calendar closes, and which is asked about it. */
async function caughtHalfWay(
  name: string,
  change: Partial<StageOf<'deploy'>> = {},
  kind: CalendarEntry['kind'] = 'freeze',
): Promise<ReleaseActor> {
  let goOn = () => {};
  const effect = 'traffic orders 2.0.0=100';
  stage.tools.slow.set(effect, new Promise<void>((resolve) => (goOn = resolve)));
  const deploy = aStage('deploy', { waves: [['orders'], ['web']], ...change });
  const before = [aStage('build'), aStage('package'), aStage('promote'), aStage('window')];
  const release = await stage.start(aPlan([...before, deploy], { name, ...twoWaves }));
  await release.until(() => stage.tools.touched().includes('apply orders 2.0.0'));
  await close(kind);
  goOn();
  await release.waitsFor('decision');
  return release;
}

const broughtIn = () => stage.tools.touched().filter((effect) => effect.startsWith('apply'));

describe('a freeze that begins half-way through a deployment', () => {
  test('asks, and lets a person finish what was begun', async () => {
    const release = await caughtHalfWay('finished');
    const { waits } = await release.state();
    expect(waits).toMatchObject([
      {
        id: `${deployId}/overrun`,
        reason: expect.stringContaining('Year end'),
        clearedBy: expect.arrayContaining(['engineers']),
        remedy: expect.stringContaining('proceed with the target production/deploy'),
        then: 'halts',
      },
    ]);
    expect(broughtIn()).toEqual(['apply orders 2.0.0']);
    await release.command('erin', 'proceed', deployId);
    await expect(release.handle.result()).resolves.toBe('released');
    expect(broughtIn()).toEqual(['apply orders 2.0.0', 'apply web 2.0.0']);
    expect(release.eventsOf('stage.failed')).toEqual([]);
  });

  test('is not answered by a word about something else', async () => {
    const release = await caughtHalfWay('elsewhere');
    await release.command('erin', 'proceed', 'production/canary');
    await release.until(({ waits }) => waits.some(({ kind }) => kind === 'decision'));
    expect(broughtIn()).toEqual(['apply orders 2.0.0']);
    await release.command('erin', 'hold-in-place');
    await release.waitsFor('window');
  });

  test('halts when nobody decides, and goes on when it opens', async () => {
    const release = await caughtHalfWay('halted');
    await release.pass(hourMs);
    await release.waitsFor('window');
    expect(broughtIn()).toEqual(['apply orders 2.0.0']);
    await expect(release.handle.result()).resolves.toBe('released');
    expect(broughtIn()).toHaveLength(2);
  });

  test('goes back when nobody decides and the policy says so', async () => {
    const release = await caughtHalfWay('back', { onClosing: 'rollback' });
    expect((await release.state()).waits).toMatchObject([{ then: 'rolls back' }]);
    await release.pass(hourMs);
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched()).toContain('undo orders');
    expect(broughtIn()).toEqual(['apply orders 2.0.0']);
  });

  test('goes on by itself when the entry is lifted', async () => {
    const release = await caughtHalfWay('lifted');
    stage.records.entries.splice(0);
    await release.handle.signal(calendarChangedSignal);
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('is not to be finished against an embargo', async () => {
    const release = await caughtHalfWay('embargoed', {}, 'embargo');
    const [wait] = (await release.state()).waits;
    expect(wait?.remedy).not.toContain('proceed');
    await release.command('erin', 'proceed', deployId);
    await release.waitsFor('decision');
    expect(broughtIn()).toEqual(['apply orders 2.0.0']);
    await release.command('erin', 'rollback');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
  });
});
