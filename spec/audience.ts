import { z } from 'zod';
import { type Audience, type MessageKind, messageKinds } from '../domain/message/message.ts';
import { valueNames } from '../domain/message/values.ts';
import { documentOf } from './document.ts';
import { name } from './field/name.ts';
import { checkTemplate } from './message-template.ts';

const subject = z
  .string()
  .max(300, 'A subject has at most 300 characters.')
  .regex(/^[^\r\n]*\S[^\r\n]*$/, 'A subject is one line.');
const text = z
  .string()
  .max(10_000, 'A text has at most 10,000 characters.')
  .regex(/\S/, 'A text that people shall read is not empty.');

/** Words of a policy for one announcement. */
export const announcementSubject = subject
  .check((context) => refuseWrong(context, 'go-live'))
  .describe('Liquid, on one line. By default that of the audience, else Tidegate’s own.');
export const announcementText = text
  .check((context) => refuseWrong(context, 'go-live'))
  .describe(
    `Liquid: ${valueNames('go-live')
      .map((each) => `\`${each}\``)
      .join(', ')} have values.`,
  );

function refuseWrong(
  { value, issues }: { value: string; issues: z.core.$ZodRawIssue[] },
  kind: MessageKind,
): void {
  for (const { message } of checkTemplate({ text: value }, valueNames(kind))) {
    issues.push({ code: 'custom', input: value, message });
  }
}

const templateOf = (kind: MessageKind) =>
  z
    .strictObject({
      subject: subject.check((context) => refuseWrong(context, kind)),
      text: text.check((context) => refuseWrong(context, kind)),
    })
    .exactOptional();

const templates = z.strictObject({
  'go-live': templateOf('go-live'),
  request: templateOf('request'),
  reminder: templateOf('reminder'),
  escalation: templateOf('escalation'),
  held: templateOf('held'),
  moved: templateOf('moved'),
  live: templateOf('live'),
  'rolled-back': templateOf('rolled-back'),
  incident: templateOf('incident'),
  closed: templateOf('closed'),
} satisfies Record<MessageKind, z.ZodType>);

const audienceSpec = z
  .strictObject({
    groups: z.array(name).max(100).default([]).describe('Whose members are told.'),
    people: z.array(name).max(100).default([]).describe('Handles of people who are told besides.'),
    channels: z
      .array(name)
      .min(1, 'An audience is told through at least one channel.')
      .max(20)
      .describe('Such as `log`, `file`, and what the operator has set up.'),
    templates: templates
      .prefault({})
      .describe(`Words in Liquid for ${messageKinds.join(', ')}. By default Tidegate’s own.`),
  })
  .refine(({ groups, people }) => groups.length + people.length > 0, {
    error: 'An audience has groups or people.',
  });

/** `kind: Audience`: people who are told together, through which channels and in which words. */
export const audienceDocument = documentOf('Audience', audienceSpec).meta({
  title: 'Audience',
  description: 'People who are told together, through which channels and in which words.',
});

/** What the document means. */
export function toAudience({ metadata, spec }: z.output<typeof audienceDocument>): Audience {
  return { name: metadata.name, ...spec };
}
