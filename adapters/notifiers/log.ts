import type { Logger } from 'pino';
import type { Notifier } from '../../activities/ports/content.ts';
import { messageId } from './message-id.ts';

const remembered = 10_000;
const sentBy = new WeakMap<Logger, Set<string>>();

/**
 * Tells people through the log of the process. A log cannot be asked what is in it, so the same key
 * is written once by one process; after a restart it may be written again.
 */
export function createLogNotifier(log: Logger): Notifier {
  const sent = sentBy.get(log) ?? new Set<string>();
  sentBy.set(log, sent);
  return {
    channel: 'log',
    async send({ key, audience, subject, text }) {
      const id = messageId(key);
      if (!sent.has(key)) {
        log.info({ message: { id, key, audience, subject, text } }, subject);
        sent.add(key);
        const [oldest] = sent;
        if (sent.size > remembered && oldest !== undefined) sent.delete(oldest);
      }
      return `log#${id}`;
    },
  };
}
