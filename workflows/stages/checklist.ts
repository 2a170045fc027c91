import type { StageOf } from '../../domain/plan/stage.ts';
import { tools } from '../activity-proxies.ts';
import { allEnded } from '../all-ended.ts';
import { useOverride } from '../hold-for-window.ts';
import type { ReleaseRun } from '../release-run.ts';
import { recordJudged, requireAllPassed } from './judge-all.ts';

/** Checks each item of the pre-deployment checklist where it can be checked, all at once. */
export async function checklist(stage: StageOf<'checklist'>, run: ReleaseRun): Promise<string> {
  if (stage.items.some(({ item }) => item === 'window-open')) {
    await useOverride(run, stage.id, stage.environment);
  }
  const found = await allEnded(stage.items.map((item) => checkItem(stage, run, item)));
  recordJudged(run, stage.id, found);
  return requireAllPassed('checklist/not-passed', found);
}

async function checkItem(
  { environment }: StageOf<'checklist'>,
  run: ReleaseRun,
  item: StageOf<'checklist'>['items'][number],
) {
  const name = item.item === 'command' ? item.check.name : item.item;
  const result = await run.journal.perform((step) =>
    tools(`Check ${name}`).checkItem({ ...step, planDigest: run.planDigest, environment, item }),
  );
  return { name, ...result };
}
