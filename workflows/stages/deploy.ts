import { deploymentKey } from '../../domain/deployment/deployment-key.ts';
import { componentOf } from '../../domain/plan/plan.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { counted } from '../../domain/release/counted.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import { acquireEnvironment } from '../hold-environment.ts';
import { holdForWindow } from '../hold-for-window.ts';
import type { ReleaseRun } from '../release-run.ts';
import { failureOf } from '../stage-failed.ts';
import { goLive } from './go-live.ts';

/** Brings the components in, wave after wave, under the lease of the environment. */
export async function deploy(
  stage: StageOf<'deploy'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const fence = await acquireEnvironment(run, stage.environment, stage.id);
  for (const wave of stage.waves) {
    await run.goAhead();
    // The way back knows each change before it is made, because a lost answer may still have taken
    // effect.
    for (const component of wave) register(stage, run, component);
    await allEnded(wave.map((component) => bringIn(stage, run, { component, fence, attempt })));
  }
  if (stage.strategy === 'all-at-once') goLive(run, stage.environment);
  return `Brought ${counted(run.plan.components.length, 'component')} to ${stage.environment}.`;
}

function register(stage: StageOf<'deploy'>, run: ReleaseRun, name: string): void {
  const { environment } = stage;
  const { version } = componentOf(run.plan, name);
  const digest = run.state.artifacts.find(({ component }) => component === name)?.digest ?? '';
  run.journal.record({
    type: 'compensation.registered',
    key: deploymentKey(run.release, environment, name),
    environment,
    component: name,
    what: 'deployment',
    to: { digest, version },
  });
}

type Order = { readonly component: string; readonly fence: number; readonly attempt: number };

async function bringIn(stage: StageOf<'deploy'>, run: ReleaseRun, order: Order): Promise<void> {
  const { component, fence, attempt } = order;
  const { environment, strategy } = stage;
  for (;;) {
    try {
      const { from, changed } = await run.journal.perform((step) =>
        tools(`Deploy ${component} to ${environment}`).deployComponent({
          ...step,
          environment,
          component,
          fence,
          strategy,
          stage: stage.id,
          planDigest: run.planDigest,
          key: `${run.release}/${stage.id}/${component}/${attempt}`,
        }),
      );
      const key = deploymentKey(run.release, environment, component);
      run.journal.record({ type: 'change.applied', key, from, changed });
      return;
    } catch (error) {
      // A freeze that began since the window stage holds the release; it never fails it.
      if (failureOf(error)?.code !== 'guard/window-closed') throw error;
      await holdForWindow(run, stage.id, environment);
    }
  }
}
