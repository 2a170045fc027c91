import type { MessageKind, MessageValues } from '../domain/message/message.ts';
import { valuesOf } from '../domain/message/values.ts';
import { type PlanPorts, sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

export type Reminder = ActingStep & {
  readonly audience: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Absent: through the log and the file, in these very words. */
  readonly by?: NoticeWay;
};

/** One channel of one of the plan's notices, by whose audience and words people are told. */
export type NoticeWay = {
  readonly planDigest: string;
  /** Its place among the plan's notices. */
  readonly notice: number;
  readonly channel: string;
  readonly kind: MessageKind;
  /** What its words can say besides. */
  readonly values: MessageValues;
};

const reminderChannels = ['log', 'file'];

/**
 * Reminds people of what is waiting for them, or tells those above them, and whoever may speak in
 * their place. Sent once under its key.
 */
export function createRemind(
  ports: PlanPorts & Pick<Ports, 'notifier' | 'directory' | 'clock' | 'fillIn'>,
) {
  const { notifier, directory, clock } = ports;
  return async function remind(reminder: Reminder): Promise<void> {
    const { key, audience: groups, subject, text, by } = reminder;
    const delegates = await directory.delegatesOf(groups, clock().toISOString());
    const audience = [...groups, ...delegates];
    if (by !== undefined) {
      const { also, ...wording } = await inWordsOf(ports, reminder, by);
      const all = [...new Set([...audience, ...also])];
      await notifier(by.channel).send({ key, audience: all, ...wording });
      return;
    }
    for (const channel of reminderChannels) {
      await notifier(channel).send({ key: `${key}/${channel}`, audience, subject, text });
    }
  };
}

async function inWordsOf(
  ports: PlanPorts & Pick<Ports, 'fillIn'>,
  { release, subject, text }: Reminder,
  { planDigest, notice: place, kind, values }: NoticeWay,
) {
  const { plan } = await sealedPlanOf(ports, release, planDigest);
  const notice = plan.notices?.[place];
  const template = notice?.templates[kind];
  const known = { ...valuesOf(plan), ...values, subject, message: text };
  const wording = template === undefined ? { subject, text } : ports.fillIn(template, known);
  return { ...wording, also: notice?.audience ?? [] };
}
