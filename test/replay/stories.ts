import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { Stage } from '../../domain/plan/stage.ts';
import { calendarChangedSignal, environmentWorkflowId } from '../../workflows/contract.ts';
import { anAnalysis } from '../support/builders/analysis.ts';
import { contractingPlan, contractionTask } from '../support/builders/contraction.ts';
import { aComponent, aPlan, aStage, replacing } from '../support/builders/plan.ts';
import { planOf } from '../support/builders/revisable.ts';
import { growingCounters } from '../support/fakes/growing-counters.ts';
import { steadySeries } from '../support/metrics/steady-series.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import type { ReleaseStage } from '../support/release-stage.ts';

/** A story whose history is kept: its plan, and what people do in it. */
export type Story = {
  readonly plan: ReleasePlan;
  readonly act: (release: ReleaseActor, stage: ReleaseStage) => Promise<unknown>;
};

/** The workflow of production, which all stories go through. */
export const production = environmentWorkflowId('production');

const definition = { gate: 'command', name: 'lint', command: ['lint'] } as const;
const check = {
  check: 'http',
  name: 'smoke',
  component: 'web',
  path: '/',
  expectStatus: 200,
  at: 'gateway',
} as const;

const content = [
  aStage('build'),
  aStage('package'),
  aStage('gates', { gates: [{ component: 'web', definition }] }),
  aStage('promote'),
];
const canary = aStage('canary');
const steps = [10, 100].map((weightPercent) => ({ weightPercent, observeMs: 0, patienceMs: 0 }));
const stabilize = aStage('stabilize');

const everyStage = aPlan(
  [
    ...content,
    aStage('uat'),
    aStage('approval'),
    aStage('window'),
    aStage('checklist'),
    aStage('announce'),
    aStage('deploy', { strategy: 'beside' }),
    { ...canary, canary: { ...canary.canary, steps, analysis: anAnalysis() } },
    aStage('validate', { checks: [check] }),
    { ...stabilize, stabilize: { ...stabilize.stabilize, durationMs: 100 } },
    aStage('review'),
  ],
  { name: 'every-stage' },
);

/** Together they pass through every kind of stage, a failure with a retry, and a way back. */
export const stories: readonly Story[] = [
  {
    plan: planOf({ name: 'revised', versions: { web: '2.0.0' } }).plan,
    async act(release) {
      await release.waitsFor('uat');
      const { plan } = planOf({ name: 'revised', versions: { web: '2.0.1' } });
      await release.revise('erin', plan);
      await release.until(({ requirements }) => requirements[0]?.attempt === 2);
      await release.waitsFor('uat');
      await release.decide('una', 'staging/uat', 'approve');
      await release.waitsFor('approval');
      await release.decide('cora', 'production/cab', 'approve');
      await release.review();
    },
  },
  {
    plan: everyStage,
    async act(release, { tools }) {
      const grown = { requests: 200, failures: 0 };
      tools.counters = growingCounters(() => ({ 'sha256:old': grown, 'sha256:web-2.0.0': grown }));
      tools.measured = (query) => steadySeries(query, 10);
      await release.waitsFor('uat');
      await release.decide('una', 'production/uat', 'approve');
      await release.waitsFor('approval');
      await release.decide('dana', 'production/cab', 'approve');
      await release.decide('cora', 'production/cab', 'approve');
      await release.review();
    },
  },
  {
    plan: aPlan([...content, aStage('task'), aStage('deploy')], { name: 'by-hand' }),
    async act(release) {
      const { id } = aStage('task');
      await release.waitsFor('task');
      await release.report('opal', id, 'failed', { commentDigest: `sha256:${'1'.repeat(64)}` });
      await release.waitsFor('failed-stage');
      await release.command('rita', 'retry');
      await release.waitsFor('task');
      await release.report('opal', id, 'done', { link: 'https://wiki.example/relay' });
      await release.waitsFor('approval');
      await release.decide('cora', `${id}/confirmation`, 'approve');
      await release.handle.result();
    },
  },
  {
    plan: aPlan([...content, aStage('deploy', { switched: ['web'] }), aStage('switch')], {
      name: 'blue-green',
    }),
    act: (release) => release.handle.result(),
  },
  {
    plan: aPlan([...content, aStage('deploy', { rolled: ['web'] })], {
      name: 'rolling',
      components: [replacing(aComponent('web'), { kind: 'rolling', batch: { targets: 1 } })],
    }),
    async act(release, { tools }) {
      tools.targets.set('web', 3);
      await release.handle.result();
    },
  },
  {
    plan: contractingPlan('contracted'),
    async act(release, { tools }) {
      await release.waitsFor('task');
      tools.failing.set('apply tables 2.0.0', 1);
      await release.report('opal', contractionTask, 'done', {
        link: 'https://wiki.example/unused',
      });
      await release.waitsFor('failed-stage');
      await release.command('rita', 'retry');
      await release.review();
    },
  },
  {
    plan: aPlan([...content, aStage('deploy'), aStage('uat'), aStage('review')], {
      name: 'way-back',
    }),
    async act(release, { tools }) {
      tools.exitCodes.set('lint', 1);
      await release.waitsFor('failed-stage');
      tools.exitCodes.clear();
      await release.command('erin', 'retry');
      await release.waitsFor('uat');
      tools.failing.set('undo web', 1);
      await release.command('rita', 'rollback');
      await release.waitsFor('failed-rollback');
      await release.command('opal', 'retry');
      await release.review();
    },
  },
  {
    plan: aPlan(
      [
        ...content,
        aStage('window'),
        aStage('approval'),
        aStage('checklist'),
        aStage('deploy'),
        aStage('uat'),
      ],
      { name: 'gave-way' },
    ),
    async act(release, stage) {
      await release.waitsFor('approval');
      const { entries } = stage.records;
      entries.push(await freezeSince(stage));
      await release.decide('cora', 'production/cab', 'approve');
      await release.waitsFor('window');
      const stages = [...content, aStage('deploy')];
      const plan = aPlan(stages, { name: 'hotfix', releaseClass: 'emergency' });
      await (await stage.start(plan)).handle.result();
      await release.recorded('lease.granted', 2);
      entries.splice(0);
      await release.handle.signal(calendarChangedSignal);
      await release.waitsFor('uat');
      await release.decide('una', 'production/uat', 'approve');
      await release.handle.result();
    },
  },
  {
    plan: aPlan([awaiting('leader'), ...content, aStage('deploy')], { name: 'follower' }),
    async act(release, stage) {
      await release.waitsFor('other-release');
      const leader = aPlan([...content, aStage('deploy')], { name: 'leader' });
      await (await stage.start(leader)).handle.result();
      // It looks every minute.
      await release.pass(60_000);
      await release.handle.result();
    },
  },
];

/** Waits until another release has come to production. */
function awaiting(release: string): Stage {
  const awaited = [{ release, stage: 'production/deploy', until: 'succeeded' }] as const;
  return aStage('await-releases', { awaited });
}

/** Production is closed from now on. */
async function freezeSince({ environment }: ReleaseStage): Promise<CalendarEntry> {
  return {
    id: 'freeze',
    kind: 'freeze',
    title: 'Year end',
    environments: ['production'],
    start: new Date(await environment.currentTimeMs()).toISOString(),
    end: null,
    owner: 'management',
  };
}
