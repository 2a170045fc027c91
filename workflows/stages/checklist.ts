import type { StageOf } from '../../domain/plan/stage.ts';
import { tools } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';
import { type Judged, requireAllPassed } from './judge-all.ts';

/** Checks each item of the pre-deployment checklist where it can be checked. */
export async function checklist(stage: StageOf<'checklist'>, run: ReleaseRun): Promise<string> {
  const judged: Judged[] = [];
  for (const item of stage.items) {
    const name = item.item === 'command' ? item.check.name : item.item;
    const { verdict, reason, evidence } = await run.journal.perform((step) =>
      tools(`Check ${name}`).checkItem({
        ...step,
        planDigest: run.planDigest,
        environment: stage.environment,
        item,
      }),
    );
    run.journal.record({
      type: 'gate.judged',
      stage: stage.id,
      gate: name,
      component: null,
      verdict,
      reason,
      evidence,
    });
    judged.push({ name, verdict, reason });
  }
  return requireAllPassed('checklist/not-passed', judged);
}
