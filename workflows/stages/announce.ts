import { sendSteps } from '../../domain/message/send-steps.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { messages } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';
import { isSent } from '../tell.ts';

/**
 * Tells the audience that the release is about to come. A channel that fails stops nothing, and is
 * named; whether anybody has to be told is a checklist's matter.
 */
export async function announce(
  stage: StageOf<'announce'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const { audience, channels } = stage.announcement;
  const message = `${run.release}/${stage.id}/${attempt}`;
  const references: string[] = [];
  const send = async (through: readonly string[], place: number): Promise<void> => {
    const { reference } = await run.journal.perform((step) =>
      messages(`Announce to ${audience.join(', ')} through ${through.join(', ')}`).announce({
        ...step,
        planDigest: run.planDigest,
        environment: stage.environment,
        announcement: stage.announcement,
        channels: through,
        message,
        key: place === 0 ? message : `${message}/${through.join('/')}`,
      }),
    );
    references.push(reference);
  };
  const steps = sendSteps(channels);
  const sent = await Promise.all(
    steps.map((through, place) => {
      const about = { kind: 'go-live', audience, channel: through.join(', ') } as const;
      return isSent(run, about, () => send(through, place));
    }),
  );
  const failed = steps.filter((_, place) => sent[place] === false).flat();
  const but = failed.length === 0 ? '' : ` Nothing went out through ${failed.join(', ')}.`;
  if (references.length === 0) return `Told nobody.${but}`;
  const reference = references.toSorted().join(' ');
  run.journal.record({ type: 'announcement.sent', stage: stage.id, audience, reference });
  return `Told ${audience.join(', ')}.${but}`;
}
