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
const wave = aStage('deploy', { waves: [['orders'], ['web']] });
const forward = [
  'apply orders 2.0.0',
  'traffic orders 2.0.0=100',
  'apply web 2.0.0',
  'traffic web 2.0.0=100',
];
/** Users first, all of them; then the code. */
const back = ['traffic web 1.0.0=100', 'traffic orders 1.0.0=100', 'undo web', 'undo orders'];

describe('a failed gate', () => {
  test('asks a person without haste, and a retry runs it again', async () => {
    const definition = { gate: 'command', name: 'lint', command: ['lint'] } as const;
    const gates = aStage('gates', { gates: [{ component: 'web', definition }] });
    stage.tools.exitCodes.set('lint', 1);
    const release = await stage.start(aPlan([aStage('build'), gates], { name: 'gate' }));
    const { waits, stages } = await release.waitsFor('failed-stage');
    expect(waits).toMatchObject([
      { until: null, clearedBy: expect.arrayContaining(['engineers']) },
    ]);
    expect(stages[1]?.failure?.message).toContain('web/lint: fail');
    stage.tools.exitCodes.clear();
    await release.command('erin', 'retry');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('gate.judged').map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
    expect(release.eventsOf('stage.started').at(-1)).toMatchObject({ stage: 'gates', attempt: 2 });
  });
});

describe('a failed build', () => {
  test('ends only when every component of it has ended', async () => {
    let end = () => {};
    stage.tools.slow.set('pack web', new Promise((resolve) => (end = resolve)));
    stage.tools.failing.set('pack orders', 1);
    const release = await stage.start(aPlan(content, { name: 'parts', ...twoWaves }));
    await release.until(
      ({ artifacts, stages }) => stages[1]?.status === 'running' && artifacts.length === 0,
    );
    await release.pass(2_000);
    expect((await release.state()).stages[1]?.status).toBe('running');
    end();
    await release.waitsFor('failed-stage');
    await release.command('rita', 'retry');
    await expect(release.handle.result()).resolves.toBe('released');
  });
});

describe('a deployment that fails half-way', () => {
  async function halfWay(name: string): Promise<ReleaseActor> {
    stage.tools.failing.set('apply web 2.0.0', 1);
    const release = await stage.start(aPlan([...content, wave], { name, ...twoWaves }));
    await release.waitsFor('failed-stage');
    return release;
  }

  test('asks with a deadline, and silence takes back what was done', async () => {
    const release = await halfWay('silence');
    const { waits } = await release.state();
    expect(waits).toMatchObject([{ then: 'rolls back' }]);
    const leftMs = Date.parse(waits[0]?.until ?? '') - Date.parse(waits[0]?.since ?? '');
    expect(Math.abs(leftMs - 600_000)).toBeLessThan(1_000);
    await release.pass(590_000);
    expect(stage.tools.touched()).toEqual(forward.slice(0, 2));
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    // The one that failed may have taken effect all the same, so it is undone first.
    expect(stage.tools.touched()).toEqual([...forward.slice(0, 2), ...back]);
  });

  test('goes on when a person retries it', async () => {
    const release = await halfWay('again');
    await release.command('opal', 'retry');
    await expect(release.handle.result()).resolves.toBe('released');
    expect((await release.state()).changes).toMatchObject([{ status: 'kept' }, { status: 'kept' }]);
  });
});

describe('a failed validation', () => {
  test('rolls back by itself and tells people', async () => {
    stage.tools.status = 503;
    const check = {
      check: 'http',
      name: 'smoke',
      component: 'web',
      path: '/',
      expectStatus: 200,
      at: 'gateway',
    } as const;
    const stages = [...content, aStage('deploy'), aStage('validate', { checks: [check] })];
    const release = await stage.start(aPlan(stages, { name: 'invalid' }));
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(release.eventsOf('rollback.started')).toMatchObject([
      { by: null, stage: 'production/validate', reason: expect.stringContaining('503') },
    ]);
    expect(stage.tools.touched().slice(-2)).toEqual(['traffic web 1.0.0=100', 'undo web']);
    const told = stage.tools.messages.map(({ text }) => text);
    expect(told).toContain('What served before serves again.');
  });

  test('rolls back though nobody can be told', async () => {
    stage.tools.failing.set('send log', 100);
    stage.tools.status = null;
    const check = {
      check: 'http',
      name: 'smoke',
      component: 'web',
      path: '/',
      expectStatus: 200,
      at: 'gateway',
    } as const;
    const stages = [...content, aStage('deploy'), aStage('validate', { checks: [check] })];
    const release = await stage.start(aPlan(stages, { name: 'untold' }));
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().at(-1)).toBe('undo web');
  });
});

test('a rollback that comes while an environment is being settled takes it back', async () => {
  let end = () => {};
  stage.tools.slow.set('settle web', new Promise((resolve) => (end = resolve)));
  const release = await stage.start(aPlan([...content, aStage('deploy')], { name: 'settling' }));
  await release.recorded('release.live');
  const { outcome } = await release.command('rita', 'rollback');
  expect(outcome).toBe('accepted');
  await release.toldToStop();
  end();
  await expect(release.handle.result()).resolves.toBe('rolled-back');
  expect(stage.tools.touched().slice(-3)).toEqual([
    'settle web',
    'traffic web 1.0.0=100',
    'undo web',
  ]);
});
