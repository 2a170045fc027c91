import { aComponent, aPlan, aStage } from '../support/builders/plan.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const deploy = aStage('deploy', { switched: ['web'] });
const minuteMs = 60_000;

test('gives everybody the new set, and keeps what it replaced for its time', async () => {
  const switching = aStage('switch', { keepMs: 10 * minuteMs });
  const release = await stage.start(aPlan([...content, deploy, switching], { name: 'kept' }));
  await release.waitsFor('observation');
  expect(stage.tools.touched()).toEqual(['apply web 2.0.0', 'traffic web 2.0.0=100']);
  expect(release.eventsOf('release.live')).toHaveLength(1);
  const { waits } = await release.state();
  expect(waits).toMatchObject([{ id: 'production/switch/keep', then: 'continues' }]);
  await release.pass(9 * minuteMs);
  expect(stage.tools.touched()).not.toContain('settle web');
  await release.pass(2 * minuteMs);
  await expect(release.handle.result()).resolves.toBe('released');
  expect(stage.tools.touched().at(-1)).toBe('settle web');
});

test('retires what it replaced as soon as somebody lets it proceed', async () => {
  const switching = aStage('switch', { keepMs: 60 * minuteMs });
  const release = await stage.start(aPlan([...content, deploy, switching], { name: 'content' }));
  await release.waitsFor('observation');
  await release.command('opal', 'proceed');
  await expect(release.handle.result()).resolves.toBe('released');
  expect(stage.tools.touched().at(-1)).toBe('settle web');
});

test('switches nobody while a target is another version, and goes back when asked', async () => {
  const switching = aStage('switch', { keepMs: 0 });
  stage.tools.unready.set('web', [{ id: '7/4711', reason: '/version reports the digest old' }]);
  const release = await stage.start(aPlan([...content, deploy, switching], { name: 'stale' }));
  await release.waitsFor('failed-stage');
  const { waits } = await release.state();
  expect(waits[0]?.reason).toContain('1 of the 2 targets of web cannot get users. target 7/4711');
  expect(stage.tools.touched()).toEqual(['apply web 2.0.0']);
  await release.command('opal', 'rollback');
  await expect(release.handle.result()).resolves.toBe('rolled-back');
  expect(stage.tools.touched()).not.toContain('traffic web 2.0.0=100');
});

test('takes back what was switched when a later component cannot be', async () => {
  const both = { components: ['web', 'orders'], keepMs: 0 };
  const plan = aPlan(
    [
      ...content,
      aStage('deploy', { waves: [['web', 'orders']], switched: ['web', 'orders'] }),
      aStage('switch', both),
    ],
    { name: 'half-way', components: [aComponent('web'), aComponent('orders')] },
  );
  stage.tools.failing.set('traffic orders 2.0.0=100', 1);
  const release = await stage.start(plan);
  await release.waitsFor('failed-stage');
  const moves = stage.tools.touched().filter((effect) => effect.startsWith('traffic'));
  expect(moves).toEqual(['traffic web 2.0.0=100', 'traffic web back']);
  await release.command('opal', 'rollback');
  await expect(release.handle.result()).resolves.toBe('rolled-back');
});
