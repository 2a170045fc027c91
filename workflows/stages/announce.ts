import type { StageOf } from '../../domain/plan/stage.ts';
import { messages } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';

/** Tells the audience that the release is about to come. */
export async function announce(
  stage: StageOf<'announce'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const { audience } = stage.announcement;
  const { reference } = await run.journal.perform((step) =>
    messages(`Announce to ${audience.join(', ')}`).announce({
      ...step,
      planDigest: run.planDigest,
      environment: stage.environment,
      announcement: stage.announcement,
      key: `${run.release}/${stage.id}/${attempt}`,
    }),
  );
  run.journal.record({ type: 'announcement.sent', stage: stage.id, audience, reference });
  return `Told ${audience.join(', ')}.`;
}
