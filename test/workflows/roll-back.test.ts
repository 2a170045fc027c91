import type { CommandName } from '../../domain/approval/statement.ts';
import { aComponent, aPlan, aStage, twoWaves } from '../support/builders/plan.ts';
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
const users = ['traffic web 1.0.0=100', 'traffic orders 1.0.0=100'];

/** A release of `orders` and `web` that has deployed both, and is taken back by a person. */
async function takenBack(name: string): Promise<ReleaseActor> {
  const plan = aPlan([...content, wave, aStage('uat'), aStage('review')], { name, ...twoWaves });
  const release = await stage.start(plan);
  await release.waitsFor('uat');
  await release.command('rita', 'rollback');
  return release;
}

const effects = () => stage.tools.effects.filter((each) => /^(collect|traffic|undo) /.test(each));
const sinceCollecting = () =>
  effects().slice(effects().findIndex((each) => each.startsWith('collect ')));

describe('before anything is undone', () => {
  test('what can tell of it is kept, and users meet what served before', async () => {
    const release = await takenBack('kept');
    await release.waitsFor('obligation');
    const collected = ['collect web', 'collect orders'];
    expect(sinceCollecting()).toEqual([...collected, ...users, 'undo web', 'undo orders']);
    const [captured] = release.eventsOf('forensics.captured');
    expect(captured).toMatchObject({ environment: 'production', missing: [] });
    expect(captured?.exhibits).toMatchObject([
      { component: 'web', parts: ['logs', 'metrics', 'configuration', 'state'] },
      { component: 'orders', parts: ['logs', 'metrics', 'configuration', 'state'] },
    ]);
    expect(captured?.exhibits[0]?.evidence.digest).toMatch(/^sha256:/);
  });

  test('what cannot be kept is recorded, and delays nothing', async () => {
    stage.tools.failing.set('collect web', 100);
    const release = await takenBack('unkept');
    const { rollback } = await release.waitsFor('obligation');
    const [captured] = rollback?.forensics ?? [];
    expect(captured?.exhibits.map(({ component }) => component)).toEqual(['orders']);
    expect(captured?.missing).toContainEqual({
      component: 'web',
      part: 'logs',
      reason: 'collect web failed.',
    });
    expect(sinceCollecting().slice(-2)).toEqual(['undo web', 'undo orders']);
  });

  test('what hangs is waited for ten seconds at most', async () => {
    stage.tools.slow.set('collect web', new Promise(() => {}));
    const begun = Date.now();
    const release = await takenBack('hanging');
    const { rollback } = await release.waitsFor('obligation');
    expect(Date.now() - begun).toBeLessThan(15_000);
    expect(rollback?.forensics[0]?.missing).toHaveLength(4);
    expect(rollback?.forensics[0]?.missing[0]?.reason).toContain('not collected within 6000 ms');
  }, 30_000);

  test('a message that hangs keeps nobody from going back', async () => {
    let send = () => {};
    stage.tools.slow.set('send log', new Promise((resolve) => (send = resolve)));
    const release = await takenBack('mute');
    await release.recorded('rollback.finished');
    expect(effects().at(-1)).toBe('undo orders');
    send();
    await release.waitsFor('obligation');
    const texts = stage.tools.messages.map(({ text }) => text);
    expect(texts).toContain('What served before serves again.');
  });
});

describe('what cannot come back', () => {
  test('stays with its reason, and everything else goes back', async () => {
    const orders = { ...aComponent('orders'), irreversible: { reason: 'It is gone.' } };
    const components = [orders, aComponent('web', 1, ['orders'])];
    const stages = [...content, wave, aStage('uat'), aStage('review')];
    const release = await stage.start(aPlan(stages, { name: 'gone', components }));
    await release.waitsFor('uat');
    await release.command('rita', 'rollback');
    const { changes, deviations } = await release.waitsFor('obligation');
    expect(effects().filter((each) => each.startsWith('undo '))).toEqual(['undo web']);
    expect(changes.map(({ component, status }) => [component, status])).toEqual([
      ['orders', 'kept'],
      ['web', 'undone'],
    ]);
    expect(changes[0]?.keptBecause).toBe('It is gone.');
    expect(deviations).toContainEqual(expect.stringMatching(/orders stays: It is gone\.$/));
    const texts = stage.tools.messages.map(({ text }) => text);
    expect(texts).toContain(
      'What served before serves again, but for what cannot come back: production/orders.',
    );
  });
});

describe('after everything was undone', () => {
  test('what stands is compared with what stood before, and recorded', async () => {
    const release = await takenBack('compared');
    const { incidents } = await release.waitsFor('obligation');
    expect(release.eventsOf('rollback.validated')).toMatchObject([
      {
        environment: 'production',
        verdict: 'pass',
        components: [
          { component: 'orders', expected: { version: '1.0.0' }, found: { version: '1.0.0' } },
          { component: 'web', expected: { version: '1.0.0' }, found: { version: '1.0.0' } },
        ],
      },
    ]);
    expect(incidents).toEqual([]);
  });

  test('what does not stand as before is an incident, until it does', async () => {
    stage.tools.strangers.set('web', { digest: 'sha256:strange', version: '0.9.0' });
    const release = await takenBack('strange');
    const { waits, incidents } = await release.waitsFor('failed-rollback');
    expect(waits[0]?.reason).toContain('0.9.0 stands where 1.0.0 stood before');
    expect(incidents).toMatchObject([{ kind: 'not-restored', resolvedAt: null }]);
    expect(stage.records.held.get('production/1')?.release).toBe('strange');
    await expect(
      release.command('opal', 'skip-compensation', 'production/web'),
    ).resolves.toMatchObject({ code: 'command/not-now' });
    stage.tools.strangers.clear();
    await release.command('opal', 'retry');
    const after = await release.waitsFor('obligation');
    expect(after.incidents).toMatchObject([{ kind: 'not-restored', how: expect.any(String) }]);
    expect(after.rollback?.validations).toMatchObject([{ verdict: 'pass' }]);
  }, 40_000);
});

/** A rollback of `orders` and `web` in which the first step, that of `web`, fails. */
async function stuck(name: string): Promise<ReleaseActor> {
  stage.tools.failing.set('undo web', 1);
  const release = await takenBack(name);
  await release.waitsFor('failed-rollback');
  return release;
}

describe('an undo that fails', () => {
  test('waits for a person, loudly, and keeps the environment', async () => {
    const release = await stuck('loud');
    await release.pass(30 * 24 * 3_600_000);
    const { waits, changes } = await release.state();
    expect(waits).toMatchObject([
      { until: null, reason: expect.stringContaining('undo web failed') },
    ]);
    expect(changes.map(({ status }) => status)).toEqual(['applied', 'undo-failed']);
    expect(stage.records.held.get('production/1')?.release).toBe('loud');
    const told = stage.tools.messages.filter(({ text }) => text.includes('back failed'));
    expect(told.length).toBeGreaterThan(0);
    expect(stage.tools.touched()).not.toContain('undo orders');
  });

  test.each<[CommandName, string | null, readonly string[], readonly string[]]>([
    ['retry', null, ['undo web', 'undo orders'], ['undone', 'undone']],
    ['skip-compensation', 'production/web', ['undo orders'], ['undone', 'undo-skipped']],
  ])('is answered with %s', async (command, target, undone, statuses) => {
    const release = await stuck(command);
    const before = stage.tools.touched().length;
    await release.command('opal', command, target);
    const { changes, leases, incidents } = await release.waitsFor('obligation');
    expect(stage.tools.touched().slice(before)).toEqual(undone);
    expect(changes.map(({ status }) => status)).toEqual(statuses);
    expect(release.eventsOf('compensation.skipped').every(({ by }) => by === 'opal')).toBe(true);
    expect(leases).toEqual([]);
    expect(incidents).toMatchObject([{ kind: 'rollback-failed', how: expect.any(String) }]);
    await expect(release.review()).resolves.toBe('rolled-back');
    expect(stage.records.held.get('production/1')?.release).toBeNull();
  });

  test.each([null, 'production/orders'])('is not skipped under the name %s', async (target) => {
    const release = await stuck('unnamed');
    const receipt = await release.command('opal', 'skip-compensation', target);
    expect(receipt).toMatchObject({ outcome: 'refused', code: 'command/not-now' });
    expect(receipt.reason).toContain('Name the undoing to skip as the target: production/web.');
    expect((await release.state()).changes[1]?.status).toBe('undo-failed');
  });
});

describe('a rollback that is taken over', () => {
  test('waits for the person to say when it is done by hand', async () => {
    const release = await stuck('by-hand');
    const before = stage.tools.touched().length;
    await release.command('opal', 'take-over');
    const { waits, rollback } = await release.waitsFor('taken-over');
    expect(waits[0]?.reason).toContain('Not undone: production/web, production/orders.');
    expect(rollback?.takenOverBy).toBe('opal');
    expect(stage.records.held.get('production/1')?.release).toBe('by-hand');
    await release.command('opal', 'proceed');
    const { changes, obligations } = await release.waitsFor('obligation');
    expect(stage.tools.touched().slice(before)).toEqual([]);
    expect(changes.map(({ status }) => status)).toEqual(['undo-skipped', 'undo-skipped']);
    expect(obligations[0]?.mandatoryBecause.join()).toContain('took the rollback over');
    expect(stage.records.held.get('production/1')?.release).toBeNull();
  });

  test('is handed back by the person', async () => {
    const release = await stuck('handed-back');
    await release.command('opal', 'take-over');
    await release.waitsFor('taken-over');
    await release.command('opal', 'retry');
    const { changes } = await release.waitsFor('obligation');
    expect(changes.map(({ status }) => status)).toEqual(['undone', 'undone']);
  });
});
