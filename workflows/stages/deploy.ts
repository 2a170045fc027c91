import { componentOf } from '../../domain/plan/plan.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { counted } from '../../domain/release/counted.ts';
import type { Failure } from '../../domain/release/event.ts';
import { currentKey } from '../../domain/revision/open-changes.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import { meetClosing } from '../ask-about-overrun.ts';
import { askAnew } from '../ask-anew.ts';
import { holdAgain, mustHoldAgain } from '../hold-again.ts';
import { acquireEnvironment, heldFence } from '../hold-environment.ts';
import type { ReleaseRun } from '../release-run.ts';
import { failureOf, wasRefusedAtOnce } from '../stage-failed.ts';
import { useExemptions } from '../use-exemptions.ts';
import { useWaivers } from '../use-waivers.ts';
import { goLive } from './go-live.ts';
import { replaceStale } from './replace-stale.ts';
import { retireReplaced } from './retire-replaced.ts';
import { roll } from './roll.ts';

/** Brings the components in, wave after wave, under the lease of the environment. */
export async function deploy(
  stage: StageOf<'deploy'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  await acquireEnvironment(run, stage.environment, stage.id);
  useWaivers(run, stage.id);
  useExemptions(run, stage.id, stage.environment);
  if (stage.phase === 'contract') await retireReplaced(stage, run, attempt);
  let overrun: string | null = null;
  for (const wave of stage.waves) {
    await run.goAhead();
    for (let rest = wave; rest.length > 0; ) {
      await askAnew(run, stage.environment, null);
      // It may have given way to an emergency while it waited.
      while (mustHoldAgain(run, stage.environment)) {
        await holdAgain(run, stage);
        await run.goAhead();
      }
      const fence = heldFence(run, stage.environment) ?? 0;
      await replaceStale(run, stage, fence);
      // The way back knows each change before it is made, because a lost answer may still have
      // taken effect.
      for (const component of rest) register(stage, run, component);
      const order = { fence, attempt, overrun };
      const ended = await allEnded(rest.map((name) => bringIn(stage, run, name, order)));
      rest = rest.filter((_name, index) => ended[index] !== 'in');
      const refused = ended.find((each) => typeof each === 'object');
      if (refused !== undefined) {
        await askAnew(run, stage.environment, refused);
        continue;
      }
      // A freeze that began since the window stage holds the release; it never fails it.
      if (rest.length > 0) overrun = await meetClosing(run, stage);
    }
  }
  const what = counted(stage.waves.flat().length, 'component');
  if (stage.phase === 'contract') return `Contracted ${what} in ${stage.environment}.`;
  if (stage.strategy === 'all-at-once' && stage.switched === undefined)
    goLive(run, stage.environment);
  return `Brought ${what} to ${stage.environment}.`;
}

function register(stage: StageOf<'deploy'>, run: ReleaseRun, name: string): void {
  const { environment } = stage;
  const { version, irreversible, contracts, stays } = componentOf(run.plan, name);
  const digest = run.state.artifacts.find(({ component }) => component === name)?.digest ?? '';
  run.journal.record({
    type: 'compensation.registered',
    key: currentKey(run.state, environment, name),
    environment,
    component: name,
    what: 'deployment',
    to: { digest, version },
    ...(run.state.revisions === undefined ? {} : { planDigest: run.planDigest }),
    ...(irreversible === undefined ? {} : { irreversible }),
    ...(contracts === undefined ? {} : { holds: contracts.holds }),
    ...(stays === undefined ? {} : { stays }),
  });
}

type Order = {
  readonly fence: number;
  readonly attempt: number;
  readonly overrun: string | null;
};

async function bringIn(
  stage: StageOf<'deploy'>,
  run: ReleaseRun,
  component: string,
  { attempt, ...order }: Order,
): Promise<'in' | 'closed' | Failure> {
  const { environment, switched = [], rolled = [] } = stage;
  const strategy = switched.includes(component) ? 'beside' : stage.strategy;
  const key = currentKey(run.state, environment, component);
  const ordered = {
    ...order,
    component,
    stage: stage.id,
    planDigest: run.planDigest,
    key: `${run.release}/${stage.id}/${component}/${attempt}`,
  };
  try {
    if (rolled.includes(component)) {
      await roll(stage, run, ordered);
      return 'in';
    }
    const { from, changed } = await run.journal.perform((step) =>
      tools(`Deploy ${component} to ${environment}`).deployComponent({
        ...step,
        ...ordered,
        environment,
        strategy,
      }),
    );
    run.journal.record({ type: 'change.applied', key, from, changed });
    return 'in';
  } catch (error) {
    const failure = failureOf(error);
    const atOnce = wasRefusedAtOnce(error);
    if (atOnce) run.journal.record({ type: 'change.withheld', key });
    if (failure?.code === 'guard/window-closed') return 'closed';
    if (failure?.code === 'guard/approval' && atOnce) return failure;
    throw error;
  }
}
