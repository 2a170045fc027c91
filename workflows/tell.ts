import type { MessageKind, MessageValues } from '../domain/message/message.ts';
import { messages } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';
import { failureOf } from './stage-failed.ts';

type Message = {
  readonly kind: MessageKind;
  /** Groups that it is for, whatever the plan's notices say; may be empty. */
  readonly audience: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly key: string;
  /** What a template can say besides. */
  readonly values?: MessageValues;
};

/**
 * Tells people something, and whether that worked for any of them. A message that cannot be sent
 * stops no release and no way back: a fact says so. Each channel is a step of its own: one that
 * fails is tried again without the others saying the same twice.
 */
export async function tell(run: ReleaseRun, summary: string, message: Message): Promise<boolean> {
  const { kind, values = {}, key, ...content } = message;
  const ways = waysOf(run, kind);
  if (ways.length === 0) {
    if (content.audience.length === 0) return false;
    return isSent(run, { ...message, channel: null }, () =>
      run.journal.perform((step) => messages(summary).remind({ ...step, ...content, key })),
    );
  }
  const sent = await Promise.all(
    ways.map(({ notice, channel }) =>
      isSent(run, { ...message, channel }, () =>
        run.journal.perform((step) =>
          messages(`${summary} through ${channel}`).remind({
            ...step,
            ...content,
            key: `${key}/${notice}/${channel}`,
            by: { planDigest: run.planDigest, notice, channel, kind, values },
          }),
        ),
      ),
    ),
  );
  return sent.includes(true);
}

/** Whether the plan says that anybody is told of this besides those whom it is for. */
export function isToldOf(run: ReleaseRun, kind: MessageKind): boolean {
  return waysOf(run, kind).length > 0;
}

function waysOf({ plan }: ReleaseRun, kind: MessageKind) {
  return (plan.notices ?? []).flatMap(({ of, channels }, notice) =>
    of.includes(kind) ? channels.map((channel) => ({ notice, channel })) : [],
  );
}

/** Sends, and records a failure. Raises what is none, such as that nobody waits any more. */
export async function isSent(
  run: ReleaseRun,
  { kind, audience, channel }: Pick<Message, 'kind' | 'audience'> & { channel: string | null },
  send: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    run.journal.record({ type: 'message.unsent', kind, audience, channel, failure });
    return false;
  }
}
