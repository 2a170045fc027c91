import type { StabilizePolicy } from '../../domain/plan/policy.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { type Growth, growingCounters } from '../support/fakes/growing-counters.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote'), aStage('deploy')];
let users: Growth;

function watched(name: string, change: Partial<StabilizePolicy> = {}): Promise<ReleaseActor> {
  stage.tools.counters = growingCounters(() => ({ 'sha256:web-2.0.0': users }));
  const policy = {
    durationMs: 1_000,
    observeEveryMs: 100,
    maximumFailureRate: 0.01,
    minimumRequests: 10,
    ...change,
  };
  const stabilize = aStage('stabilize', { stabilize: policy });
  return stage.start(aPlan([...content, stabilize], { name }));
}

describe('the watch after go-live', () => {
  test('ends well when users fare well until its end', async () => {
    users = { requests: 100, failures: 0 };
    const release = await watched('stable');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('gate.judged')).toMatchObject([{ gate: 'stability', verdict: 'pass' }]);
  });

  test('takes the release back when a threshold breaks, before the time is over', async () => {
    users = { requests: 100, failures: 5 };
    const release = await watched('broken', { durationMs: 3_600_000 });
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().slice(-2)).toEqual(['traffic web 1.0.0=100', 'undo web']);
  });

  test('asks a person at its end about harm that was not steady for long enough', async () => {
    users = { requests: 100, failures: 5 };
    const release = await watched('unsteady', { steady: { forMs: 3_600_000 } });
    const { waits } = await release.waitsFor('decision');
    expect(waits).toMatchObject([{ reason: expect.stringContaining('not so for 3600 s') }]);
    await release.command('opal', 'rollback');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
  });

  test('asks a person when the metrics stay silent, and does not end by itself', async () => {
    users = { requests: 0, failures: 0 };
    const release = await watched('silent');
    const { waits } = await release.waitsFor('decision');
    expect(waits).toMatchObject([{ until: null, reason: expect.stringContaining('web had 0') }]);
    await release.pass(24 * 3_600_000);
    expect((await release.state()).waits).toHaveLength(1);
    await release.command('opal', 'proceed');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('goes on when a person extends it', async () => {
    users = { requests: 0, failures: 0 };
    const release = await watched('extended');
    await release.waitsFor('decision');
    users = { requests: 100, failures: 0 };
    await release.command('opal', 'extend');
    await expect(release.handle.result()).resolves.toBe('released');
    const verdicts = release.eventsOf('gate.judged').map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['inconclusive', 'pass']);
  });

  test('is dropped at once when a person rolls back', async () => {
    users = { requests: 100, failures: 0 };
    const release = await watched('dropped', { durationMs: 3_600_000 });
    await release.waitsFor('observation');
    await release.command('opal', 'rollback');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
  });
});

describe('people', () => {
  test('end the watch early, until when the next release is kept out', async () => {
    users = { requests: 100, failures: 0 };
    const first = await watched('early', { durationMs: 3_600_000 });
    await first.waitsFor('observation');
    const second = await stage.start(aPlan(content, { name: 'next' }));
    await second.waitsFor('lease');
    expect(stage.tools.touched().filter((effect) => effect.startsWith('apply'))).toHaveLength(1);
    const unnamed = await first.command('opal', 'proceed');
    expect(unnamed).toMatchObject({ outcome: 'refused', code: 'command/not-now' });
    const target = 'production/stabilize';
    const stranger = await first.command('una', 'proceed', target);
    expect(stranger).toMatchObject({ outcome: 'refused', code: 'command/not-entitled' });
    await first.command('opal', 'proceed', target);
    await expect(first.handle.result()).resolves.toBe('released');
    await expect(second.handle.result()).resolves.toBe('released');
    expect(first.eventsOf('gate.judged')).toMatchObject([{ verdict: 'inconclusive' }]);
    expect(first.eventsOf('statement.accepted')).toMatchObject([
      { says: 'proceed', about: target },
    ]);
    expect(first.eventsOf('wait.ended').at(-1)).toMatchObject({ outcome: 'ended-early' });
  });

  test('make the watch longer, which then ends well only at the later end', async () => {
    users = { requests: 100, failures: 0 };
    const release = await watched('longer', { durationMs: 3_000 });
    const [wait] = (await release.waitsFor('observation')).waits;
    await release.command('opal', 'extend', 'production/stabilize');
    const until = new Date(Date.parse(wait?.until ?? '') + 3_000).toISOString();
    expect((await release.state()).waits).toMatchObject([{ id: wait?.id, until }]);
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('gate.judged').map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    const facts = stage.records.facts.get('longer') ?? [];
    const ended = facts.findLast(({ event }) => event.type === 'gate.judged');
    expect(Date.parse(ended?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(until));
  });
});
