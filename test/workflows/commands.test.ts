import type { CommandName } from '../../domain/approval/statement.ts';
import type { Stage } from '../../domain/plan/stage.ts';
import { aPlan, aStage, twoWaves } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const uat = aStage('uat');
const wave = aStage('deploy', { waves: [['orders'], ['web']] });

/** A release of `orders` and `web` that has deployed both and waits for its testers. */
async function deployed(name: string, ...more: readonly Stage[]): Promise<ReleaseActor> {
  const release = await stage.start(aPlan([...content, wave, uat, ...more], { name, ...twoWaves }));
  await release.waitsFor('uat');
  return release;
}

const forward = [
  'apply orders 2.0.0',
  'traffic orders 2.0.0=100',
  'apply web 2.0.0',
  'traffic web 2.0.0=100',
];
// Users first, all of them; then the code.
const back = ['traffic web 1.0.0=100', 'traffic orders 1.0.0=100', 'undo web', 'undo orders'];

describe('pause and resume', () => {
  test('hold before the next effect, and go on with it', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('approval'), aStage('deploy')], { name: 'paused' }),
    );
    await release.waitsFor('approval');
    await release.command('rita', 'pause');
    await release.decide('cora', 'production/cab', 'approve');
    await release.until(({ stages }) => stages.at(-1)?.status === 'running');
    await release.pass(30 * 24 * 3_600_000);
    expect(stage.tools.touched()).toEqual([]);
    expect((await release.state()).paused).toBe(true);
    await release.command('rita', 'resume');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(stage.tools.touched()[0]).toBe('apply web 2.0.0');
  });

  test('hold between two waves', async () => {
    let goOn = () => {};
    stage.tools.slow.set('apply orders 2.0.0', new Promise((resolve) => (goOn = resolve)));
    const release = await stage.start(aPlan([...content, wave], { name: 'waves', ...twoWaves }));
    await release.recorded('compensation.registered');
    await release.command('rita', 'pause');
    goOn();
    await release.until(({ changes }) => changes[0]?.status === 'applied');
    await release.pass(3_600_000);
    expect(stage.tools.touched()).toEqual(forward.slice(0, 2));
    await release.command('rita', 'resume');
    await release.handle.result();
    expect(stage.tools.touched().slice(0, 4)).toEqual(forward);
  });
});

describe('withdraw and rollback', () => {
  test('before anything was touched closes as withdrawn and leaves nothing to review', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('approval'), aStage('review')], { name: 'early' }),
    );
    await release.waitsFor('approval');
    await release.command('rita', 'withdraw');
    await expect(release.handle.result()).resolves.toBe('withdrawn');
    expect(release.eventsOf('obligation.opened')).toEqual([]);
    expect(stage.tools.touched()).toEqual([]);
  });

  test.each<[CommandName, string]>([
    ['withdraw', 'withdrawn'],
    ['rollback', 'rolled-back'],
  ])('%s after the deployment undoes in reverse order and keeps the review', async (name, end) => {
    const release = await deployed(name, aStage('review'));
    await release.command('rita', name);
    const { obligations } = await release.waitsFor('obligation');
    expect(stage.tools.touched()).toEqual([...forward, ...back]);
    expect(stage.records.held.get('production/1')?.release).toBeNull();
    expect(obligations[0]?.mandatoryBecause.join()).toContain('Rolled back');
    await expect(release.review()).resolves.toBe(end);
    expect(release.eventsOf('rollback.started')).toMatchObject([{ by: 'rita' }]);
  });

  test('a Temporal cancel goes the same way back', async () => {
    const release = await deployed('cancelled', aStage('review'));
    await release.handle.cancel();
    await release.waitsFor('obligation');
    expect(stage.tools.touched()).toEqual([...forward, ...back]);
    await expect(release.review()).resolves.toBe('rolled-back');
  });
});

describe('a rollback', () => {
  test('waits for every running step of a tool before it undoes anything', async () => {
    const { slow } = stage.tools;
    const touched = () => stage.tools.touched();
    let endOrders = () => {};
    let endWeb = () => {};
    slow.set('apply orders 2.0.0', new Promise((resolve) => (endOrders = resolve)));
    slow.set('apply web 2.0.0', new Promise((resolve) => (endWeb = resolve)));
    stage.tools.failing.set('apply orders 2.0.0', 1);
    const side = aStage('deploy', { waves: [['orders', 'web']] });
    const release = await stage.start(aPlan([...content, side], { name: 'race', ...twoWaves }));
    const begun = () => stage.records.actions.filter(({ action }) => action === 'deployComponent');
    await release.until(() => begun().length === 2);
    await release.command('rita', 'rollback');
    endOrders();
    await release.pass(2_000);
    expect(touched().filter((effect) => effect.startsWith('undo'))).toEqual([]);
    endWeb();
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(touched().indexOf('undo orders')).toBeGreaterThan(touched().indexOf('apply web 2.0.0'));
    expect(touched()).toContain('undo web');
  }, 30_000);
});

describe('a command', () => {
  test('of a person who is entitled to nothing is refused', async () => {
    const release = await deployed('stranger');
    const receipt = await release.command('cora', 'rollback');
    expect(receipt).toMatchObject({ outcome: 'refused', code: 'command/not-entitled' });
    expect(stage.tools.touched()).toEqual(forward);
  });

  test.each<[CommandName, string | null]>([
    ['resume', null],
    ['retry', null],
    ['proceed', null],
    ['hold-in-place', null],
    ['skip-compensation', null],
    ['take-over', null],
    ['extend', 'production/none'],
    ['complete-obligation', 'review'],
  ])('%s is refused while there is nothing that it could mean', async (name, target) => {
    const release = await deployed(`obstacle-${name}`);
    const receipt = await release.command('rita', name, target);
    expect(receipt).toMatchObject({ outcome: 'refused', code: 'command/not-now' });
  });

  test('about another plan is refused', async () => {
    const release = await deployed('other-plan');
    const receipt = await release.say({
      ...release.head('rita', null, 'sha256:other'),
      kind: 'command',
      content: { command: 'rollback', target: null, evidence: null },
    });
    expect(receipt).toMatchObject({ code: 'statement/other-subject' });
  });

  test('and a cancel that come when there is no way back leave the release as it is', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('deploy'), aStage('review')], { name: 'too-late' }),
    );
    await release.waitsFor('obligation');
    for (const name of ['rollback', 'withdraw'] as const) {
      await expect(release.command('rita', name)).resolves.toMatchObject({
        code: 'command/not-now',
      });
    }
    await release.handle.cancel();
    await release.recorded('statement.refused', 3);
    expect(release.eventsOf('statement.refused').at(-1)).toMatchObject({ signal: 'cancel' });
    await expect(release.review()).resolves.toBe('released');
    expect(release.eventsOf('rollback.started')).toEqual([]);
  });
});
