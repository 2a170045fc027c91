import { createHmac } from 'node:crypto';
import type { Notifier } from '../../activities/ports/content.ts';
import type { ConfigOf } from './channel-config.ts';
import { messageId } from './message-id.ts';
import { post } from './post.ts';

/**
 * Tells a program of one's own, signed as Standard Webhooks says: HMAC-SHA256 over id, instant and
 * body. At least once; `webhook-id` is the same for the same message, for the receiver to see.
 */
export function createWebhookNotifier(
  channel: string,
  { url, secret }: ConfigOf<'webhook'>,
  timeoutMs?: number,
): Notifier {
  return {
    channel,
    async send(message) {
      const id = messageId(message.key);
      const { audience, subject, text } = message;
      const body = JSON.stringify({ type: 'tidegate.message', data: { audience, subject, text } });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`);
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${mac.digest('base64')}`,
      };
      await post(channel, url, { body, headers, timeoutMs });
      return `${channel}#${id}`;
    },
  };
}
