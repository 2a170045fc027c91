import type { DeploymentStrategy } from '../../domain/deployment/strategy.ts';
import { aComponent, aPlan, aStage, replacing } from '../support/builders/plan.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const pairs: DeploymentStrategy = { kind: 'rolling', batch: { targets: 2 } };

/** A release of one component with that many targets, and how they are replaced. */
function rolled(name: string, strategy: DeploymentStrategy, targets: number) {
  stage.tools.targets.set('web', targets);
  const components = [replacing(aComponent('web'), strategy)];
  return aPlan([...content, aStage('deploy', { rolled: ['web'] })], { name, components });
}

test('replaces batch by batch, each without users until it is the new version', async () => {
  const release = await stage.start(rolled('batches', pairs, 5));
  await expect(release.handle.result()).resolves.toBe('released');
  expect(stage.tools.touched()).toEqual([
    'traffic web 1.0.0=100',
    'replace web 0.1',
    'traffic web 2.0.0=40 1.0.0=60',
    'traffic web 2.0.0=67 1.0.0=33',
    'replace web 2.3',
    'traffic web 2.0.0=80 1.0.0=20',
    'traffic web 2.0.0=100',
    'replace web 4',
    'traffic web 2.0.0=100',
    'settle web',
  ]);
  expect(release.eventsOf('targets.replaced')).toMatchObject([
    { targets: [0, 1], replaced: 2, of: 5 },
    { targets: [2, 3], replaced: 4, of: 5 },
    { targets: [4], replaced: 5, of: 5 },
  ]);
  expect(release.eventsOf('change.applied')).toMatchObject([{ from: { version: '1.0.0' } }]);
  expect(release.eventsOf('release.live')).toHaveLength(1);
});

test('replaces what keeps state one by one, the primary last', async () => {
  const release = await stage.start(rolled('in-order', { kind: 'ordered', primary: 1 }, 3));
  await expect(release.handle.result()).resolves.toBe('released');
  const replaced = stage.tools.touched().filter((effect) => effect.startsWith('replace'));
  expect(replaced).toEqual(['replace web 2', 'replace web 0', 'replace web 1']);
});

test('stops at a target that is another version, and restores only what was replaced', async () => {
  stage.tools.unready.set('web', [{ id: '2', reason: '/version reports the digest old' }]);
  const release = await stage.start(rolled('stale', pairs, 8));
  await release.waitsFor('failed-stage');
  const { waits } = await release.state();
  expect(waits[0]?.reason).toContain(
    'web: 1 of the 8 targets cannot get users. target 2: /version',
  );
  const before = stage.tools.touched();
  expect(before.slice(-2)).toEqual(['traffic web 2.0.0=33 1.0.0=67', 'replace web 2.3']);
  await release.command('opal', 'rollback');
  await expect(release.handle.result()).resolves.toBe('rolled-back');
  expect(stage.tools.touched().slice(before.length)).toEqual([
    'traffic web 1.0.0=100',
    'traffic web 1.0.0=100',
    'restore web 0.1.2.3',
    'traffic web 1.0.0=100',
    'traffic web 1.0.0=100',
    'undo web',
  ]);
});

test.each([
  ['before the next one', 'traffic web 2.0.0=100'],
  ['before its users came back', 'traffic web 2.0.0=50 1.0.0=50'],
])(
  'goes on where a batch had ended when it is stopped %s, and never twice',
  async (_when, effect) => {
    stage.tools.failing.set(effect, 1);
    const release = await stage.start(rolled(`between-${effect.length}`, pairs, 4));
    await release.waitsFor('failed-stage');
    await release.command('erin', 'retry');
    await expect(release.handle.result()).resolves.toBe('released');
    const replaced = stage.tools.touched().filter((each) => each.startsWith('replace'));
    expect(replaced).toEqual(['replace web 0.1', 'replace web 2.3']);
  },
);

test('begins no batch while people have paused it', async () => {
  const { tools } = stage;
  const gate = Promise.withResolvers<void>();
  tools.slow.set('replace web 0.1', gate.promise);
  const release = await stage.start(rolled('paused-roll', pairs, 4));
  await release.recorded('compensation.registered');
  await release.command('rita', 'pause');
  gate.resolve();
  await release.recorded('targets.replaced');
  await release.pass(3_600_000);
  expect(tools.touched().at(-1)).toBe('traffic web 2.0.0=50 1.0.0=50');
  await release.command('rita', 'resume');
  await expect(release.handle.result()).resolves.toBe('released');
});
