import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';

export type Reminder = ActingStep & {
  readonly audience: readonly string[];
  readonly subject: string;
  readonly text: string;
};

const reminderChannels = ['log', 'file'];

/**
 * Reminds people of what is waiting for them, or tells those above them, and whoever may speak in
 * their place. Sent once under its key.
 */
export function createRemind(ports: Pick<Ports, 'notifier' | 'directory' | 'clock'>) {
  const { notifier, directory, clock } = ports;
  return async function remind({ key, audience: groups, subject, text }: Reminder): Promise<void> {
    const delegates = await directory.delegatesOf(groups, clock().toISOString());
    const audience = [...groups, ...delegates];
    for (const channel of reminderChannels) {
      await notifier(channel).send({ key: `${key}/${channel}`, audience, subject, text });
    }
  };
}
