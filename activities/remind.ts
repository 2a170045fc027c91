import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

export type Reminder = ActingStep & {
  readonly audience: readonly string[];
  readonly subject: string;
  readonly text: string;
};

const reminderChannels = ['log', 'file'];

/**
 * Reminds people of what is waiting for them, or tells those above them. Sent once under its key.
 */
export function createRemind({ notifier }: Pick<Ports, 'notifier'>) {
  return async function remind({ key, audience, subject, text }: Reminder): Promise<void> {
    for (const channel of reminderChannels) {
      await notifier(channel).send({ key: `${key}/${channel}`, audience, subject, text });
    }
  };
}
