import type { AnnouncementPolicy } from './announcement-policy.ts';
import type { Announcement, Audience, FillIn, MessageValues, Wording } from './message.ts';

/** What an announcement says where nobody has written anything. */
const ownWords: Wording = {
  subject: '{{ title }} goes to {{ environment }}',
  text: '{{ title }} brings {{ versions }} to {{ environment }}. {{ description }}',
};

/**
 * Whom an announcement tells, through what, in which words: those of the policy, else those of the
 * audience, else Tidegate's own. The words are filled in here, so that the plan holds, and its
 * digest binds, what people will read.
 */
export function announceTo(
  policy: AnnouncementPolicy,
  audiences: readonly Audience[],
  { fillIn, values }: { readonly fillIn: FillIn; readonly values: MessageValues },
): Announcement {
  const audience = 'to' in policy ? audiences.find(({ name }) => name === policy.to) : undefined;
  const words = { ...ownWords, ...audience?.templates['go-live'] };
  const { subject = words.subject, text = words.text } = policy;
  const told =
    'to' in policy
      ? [...(audience?.groups ?? []), ...(audience?.people ?? [])]
      : [...policy.audience];
  const channels = 'to' in policy ? (audience?.channels ?? []) : policy.channels;
  const wording = fillIn({ subject, text: text.trim() }, values);
  return { audience: told, channels, subject: wording.subject, text: wording.text.trim() };
}
