import type { StageOf } from '../../domain/plan/stage.ts';
import { messages } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';
import { isSent } from '../tell.ts';

/**
 * Tells the audience that the release is about to come, through each channel for itself. A channel
 * that fails stops nothing, and is named; whether anybody has to be told is a checklist's matter.
 */
export async function announce(
  stage: StageOf<'announce'>,
  run: ReleaseRun,
  attempt: number,
): Promise<string> {
  const { audience, channels } = stage.announcement;
  const references: string[] = [];
  const send = async (channel: string): Promise<void> => {
    const { reference } = await run.journal.perform((step) =>
      messages(`Announce to ${audience.join(', ')} through ${channel}`).announce({
        ...step,
        planDigest: run.planDigest,
        environment: stage.environment,
        announcement: stage.announcement,
        channel,
        key: `${run.release}/${stage.id}/${attempt}/${channel}`,
      }),
    );
    references.push(reference);
  };
  const about = { kind: 'go-live', audience } as const;
  const sent = await Promise.all(
    channels.map((channel) => isSent(run, about, channel, () => send(channel))),
  );
  const failed = channels.filter((_, place) => sent[place] === false);
  const but = failed.length === 0 ? '' : ` Nothing went out through ${failed.join(', ')}.`;
  if (references.length === 0) return `Told nobody.${but}`;
  const reference = references.toSorted().join(' ');
  run.journal.record({ type: 'announcement.sent', stage: stage.id, audience, reference });
  return `Told ${audience.join(', ')}.${but}`;
}
