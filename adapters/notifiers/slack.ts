import type { Notifier } from '../../activities/ports/content.ts';
import type { ConfigOf } from './channel-config.ts';
import { messageId } from './message-id.ts';
import { post } from './post.ts';

/** Slack cuts what is longer than 40,000 characters, in the middle of an entity if need be. */
const longestText = 12_000;

/**
 * Tells a Slack channel through an incoming webhook. At least once: a webhook takes no key, so a
 * message whose answer was lost is posted again. Its number at the end says that it is the same.
 */
export function createSlackNotifier(
  channel: string,
  { url }: ConfigOf<'slack'>,
  timeoutMs?: number,
): Notifier {
  return {
    channel,
    async send({ key, audience, subject, text }) {
      const reference = `${channel}#${messageId(key)}`;
      const lines = [
        `*${escapeMarkup(oneLine(subject).replaceAll('*', '∗'))}*`,
        escapeMarkup(text.slice(0, longestText)),
        escapeMarkup(`To ${audience.join(', ')} (${reference})`),
      ];
      const body = JSON.stringify({ text: lines.join('\n'), unfurl_links: false });
      await post(channel, url, { body, timeoutMs });
      return reference;
    },
  };
}

/** Else `<!channel>` in a title would wake everybody, and `<https://…|…>` hide where it leads. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
