import type { CanaryPolicy } from '../../domain/plan/policy.ts';
import { anAnalysis } from '../support/builders/analysis.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import { type Growth, growingCounters } from '../support/fakes/growing-counters.ts';
import { steadySeries } from '../support/metrics/steady-series.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const content = [aStage('build'), aStage('package'), aStage('promote')];
const deploy = aStage('deploy', { strategy: 'beside' });
const many: Growth = { requests: 200, failures: 0 };
const few: Growth = { requests: 1, failures: 0 };

/**
 * A release whose canary goes over 10 % and 50 %, without waiting for more users than there are.
 */
function canaryOf(name: string, change: Partial<CanaryPolicy> = {}): Promise<ReleaseActor> {
  const sample = aStage('canary');
  const steps = [10, 50].map((weightPercent) => ({ weightPercent, observeMs: 0, patienceMs: 0 }));
  const canary = aStage('canary', { canary: { ...sample.canary, steps, ...change } });
  return stage.start(aPlan([...content, deploy, canary], { name }));
}

let canarySees: Growth = many;
beforeEach(() => {
  canarySees = many;
  stage.tools.counters = growingCounters(() => ({
    'sha256:old': many,
    'sha256:web-2.0.0': canarySees,
  }));
});

const shifts = ['traffic web 2.0.0=10 1.0.0=90', 'traffic web 2.0.0=50 1.0.0=50'];
const back = ['traffic web 1.0.0=100', 'undo web'];

describe('a canary', () => {
  test('that does as well as what served before gets more and more users', async () => {
    const release = await canaryOf('well');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(stage.tools.touched()).toEqual(['apply web 2.0.0', ...shifts, 'settle web']);
    expect(release.eventsOf('canary.judged').map(({ verdict }) => verdict)).toEqual([
      'pass',
      'pass',
    ]);
    expect(release.eventsOf('release.live')).toHaveLength(1);
    const [judged] = release.eventsOf('canary.judged');
    expect(judged?.report.sequential).toMatchObject({ p: 1, foundAtLook: null });
  });

  test('that harms users is taken back by itself at that step', async () => {
    canarySees = { requests: 200, failures: 40 };
    const release = await canaryOf('harm');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched()).toEqual(['apply web 2.0.0', ...shifts.slice(0, 1), ...back]);
    const { deviations } = await release.state();
    expect(deviations).toContain('Canary of web failed.');
  });
});

describe('an inconclusive canary', () => {
  async function asked(name: string, change: Partial<CanaryPolicy> = {}): Promise<ReleaseActor> {
    canarySees = few;
    const release = await canaryOf(name, change);
    const { waits } = await release.waitsFor('decision');
    expect(waits[0]?.reason).toContain('10 %');
    return release;
  }

  test('goes on to the next step when a person lets it proceed', async () => {
    const release = await asked('proceed');
    canarySees = many;
    await release.command('opal', 'proceed');
    await expect(release.handle.result()).resolves.toBe('released');
    expect(stage.tools.touched()).toContain(shifts[1]);
    expect(release.eventsOf('canary.judged').map(({ verdict }) => verdict)).toEqual([
      'inconclusive',
      'pass',
    ]);
  });

  test('is observed again at the same step when a person extends it', async () => {
    const release = await asked('extend');
    canarySees = many;
    await release.command('opal', 'extend');
    await expect(release.handle.result()).resolves.toBe('released');
    const judged = release.eventsOf('canary.judged');
    expect(judged.map(({ weightPercent }) => weightPercent)).toEqual([10, 10, 50]);
  });

  test('is taken back when nobody decides in time', async () => {
    const release = await asked('silence');
    await release.pass(590_000);
    expect(stage.tools.touched()).not.toContain('undo web');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().slice(-2)).toEqual(back);
  });

  test('stays as it is when nobody decides and the policy says hold', async () => {
    const release = await asked('hold', { onSilence: 'hold' });
    await release.pass(7 * 24 * 3_600_000);
    const { waits } = await release.state();
    expect(waits).toMatchObject([{ kind: 'decision', until: null }]);
    expect(stage.tools.touched()).toEqual(['apply web 2.0.0', ...shifts.slice(0, 1)]);
    canarySees = many;
    await release.command('opal', 'proceed');
    await expect(release.handle.result()).resolves.toBe('released');
  });

  test('stays as it is when a person holds it in place, beyond the time to decide', async () => {
    const release = await asked('in-place');
    await release.command('opal', 'hold-in-place');
    await release.pass(24 * 3_600_000);
    const { phase, waits } = await release.state();
    expect({ phase, waits }).toMatchObject({ phase: 'rolling-out', waits: [{ until: null }] });
    await release.command('opal', 'rollback');
    await expect(release.handle.result()).resolves.toBe('rolled-back');
  });
});

test('an inconclusive canary takes no answer that was given to an earlier question', async () => {
  canarySees = few;
  const { stabilize: policy } = aStage('stabilize');
  const watch = aStage('stabilize', {
    stabilize: { ...policy, durationMs: 100, minimumRequests: 1_000_000 },
  });
  const sample = aStage('canary');
  const canary = {
    ...sample.canary,
    steps: [{ weightPercent: 10, observeMs: 0, patienceMs: 0 }],
  };
  const stages = [...content, deploy, watch, aStage('canary', { canary })];
  const release = await stage.start(aPlan(stages, { name: 'stale' }));
  await release.waitsFor('decision');
  // The watch has no use for it, so it would lie there for the canary to find.
  await release.command('opal', 'hold-in-place');
  await release.command('opal', 'proceed');
  await release.until(({ waits }) => waits.some(({ reason }) => reason.includes('10 %')));
  await expect(release.handle.result()).resolves.toBe('rolled-back');
});

describe('a canary whose policy names metrics', () => {
  /** The candidate has this value of the metric beside a baseline of 10. */
  const measures = (canary: number) => {
    stage.tools.measured = (query) =>
      steadySeries(query, query.target.version === '2.0.0' ? canary : 10);
  };
  const verdicts = (release: ReleaseActor) =>
    release
      .eventsOf('analysis.judged')
      .map(({ weightPercent, verdict }) => `${weightPercent} %: ${verdict}`);

  test('goes on where both its users and its metrics do well', async () => {
    measures(10);
    const release = await canaryOf('metrics-well', { analysis: anAnalysis() });
    await expect(release.handle.result()).resolves.toBe('released');
    expect(verdicts(release)).toEqual(['10 %: pass', '50 %: pass']);
  });

  test('is taken back for its metrics alone, with the numbers and evidence for it', async () => {
    measures(20);
    const release = await canaryOf('metrics-harm', { analysis: anAnalysis() });
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(release.eventsOf('canary.judged')).toMatchObject([{ verdict: 'pass' }]);
    expect(release.eventsOf('analysis.judged')).toMatchObject([
      {
        verdict: 'fail',
        metrics: [{ worseBy: 10, toleratedBy: 1, canary: { median: 20 } }],
        evidence: { digest: expect.any(String) },
      },
    ]);
    const { deviations } = await release.state();
    expect(deviations).toContain('Analysis of production/canary at 10 % failed.');
  });

  test('that nobody measures asks a person, and nobody’s silence lets it through', async () => {
    const release = await canaryOf('metrics-missing', { analysis: anAnalysis() });
    const { waits } = await release.waitsFor('decision');
    expect(waits[0]).toMatchObject({ then: 'rolls back' });
    expect(verdicts(release)).toEqual(['10 %: inconclusive']);
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(stage.tools.touched().slice(-2)).toEqual(back);
  });

  test('ends the analysis when its users are harmed, and that proves nothing', async () => {
    measures(10);
    canarySees = { requests: 200, failures: 40 };
    const release = await canaryOf('metrics-cancelled', {
      analysis: anAnalysis({ intervalMs: 3_600_000, count: 1 }),
    });
    await expect(release.handle.result()).resolves.toBe('rolled-back');
    expect(release.eventsOf('analysis.judged')).toMatchObject([
      { verdict: 'inconclusive', reason: expect.stringContaining('cancelled'), evidence: null },
    ]);
  });
});
