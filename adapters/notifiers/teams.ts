import type { Notifier } from '../../activities/ports/content.ts';
import type { ConfigOf } from './channel-config.ts';
import { messageId } from './message-id.ts';
import { post } from './post.ts';

/** A workflow takes 28 KB; four bytes a character and the card around it stay below. */
const longestText = 6_000;

/**
 * Tells a Teams channel through the webhook of a workflow, which takes Adaptive Cards alone. At
 * least once: it takes no key, so a message whose answer was lost is posted again. Its number at
 * the end says that it is the same.
 */
export function createTeamsNotifier(
  channel: string,
  { url }: ConfigOf<'teams'>,
  timeoutMs?: number,
): Notifier {
  return {
    channel,
    async send({ key, audience, subject, text }) {
      const reference = `${channel}#${messageId(key)}`;
      const body = [
        line(subject, { weight: 'Bolder', size: 'Medium' }),
        ...text
          .slice(0, longestText)
          .split(/\r?\n/)
          .map((each) => line(each)),
        line(`To ${audience.join(', ')} (${reference})`, { isSubtle: true, size: 'Small' }),
      ];
      await post(channel, url, { body: JSON.stringify(messageOf(body)), timeoutMs });
      return reference;
    },
  };
}

function messageOf(body: readonly object[]) {
  const $schema = 'http://adaptivecards.io/schemas/adaptive-card.json';
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: { $schema, type: 'AdaptiveCard', version: '1.4', body },
      },
    ],
  };
}

/** A run of text is shown as it is: in a `TextBlock`, `[…](…)` would become a link. */
function line(text: string, look: Readonly<Record<string, unknown>> = {}) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...look }] };
}
