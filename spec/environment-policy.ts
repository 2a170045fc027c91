import { z } from 'zod';
import type { AnnouncementPolicy } from '../domain/message/announcement-policy.ts';
import { backupOccasions } from '../domain/plan/policy.ts';
import { uat } from './acceptance-policy.ts';
import { alertPolicy } from './alerts.ts';
import { announcementSubject, announcementText } from './audience.ts';
import { canary, stabilize } from './canary-policy.ts';
import { command, namedCommand } from './field/command.ts';
import { positiveDuration } from './field/duration.ts';
import { name, sentence } from './field/name.ts';
import { requirement, soleRequirement } from './requirement.ts';
import { task } from './task.ts';
import { validationCheck } from './validation-check.ts';

const expectation = z
  .strictObject({
    query: sentence.describe('Answers one value, such as `SELECT count(*) FROM orders`.'),
    equals: z.string().max(1000).exactOptional().describe('The answer, as text.'),
    atLeast: z.number().exactOptional().describe('The answer is a number that is not smaller.'),
  })
  .refine(({ equals, atLeast }) => (equals === undefined) !== (atLeast === undefined), {
    error: 'Say either `equals` or `atLeast`.',
  });

const placesDatabase = (restore: readonly string[]) =>
  restore.some((argument) => argument.includes('{database}'));

const backup = z
  .strictObject({
    item: z.literal('backup'),
    takenAt: command.describe('Prints the RFC 3339 instant of the latest backup as its last line.'),
    maximumAge: positiveDuration.describe('Oldest backup that counts.'),
    restore: command.describe(
      'Restores it, into the throw-away database whose address stands for `{database}`.',
    ),
    expects: z
      .array(expectation)
      .min(1, 'Leave `expects` out when nobody shall look at what comes back.')
      .max(50)
      .exactOptional()
      .describe('What came back has to answer. By default nobody looks at it.'),
    before: z
      .enum(backupOccasions)
      .exactOptional()
      .describe('Of which releases it is asked. By default of every one.'),
    timeout: positiveDuration.prefault('10m').describe('For each command. By default `10m`.'),
  })
  .refine(({ restore, expects }) => placesDatabase(restore) === (expects !== undefined), {
    error:
      '`expects` asks the database that `{database}` in `restore` stands for: neither goes alone.',
    path: ['expects'],
  })
  .transform(({ maximumAge, timeout, ...rest }) => ({
    ...rest,
    maximumAgeMs: maximumAge,
    timeoutMs: timeout,
  }));

const rollbackRehearsal = z
  .strictObject({
    item: z.literal('rollback-rehearsal'),
    maximumAge: positiveDuration
      .prefault('30d')
      .describe('An older rehearsal proves nothing. By default `30d`.'),
    before: z
      .literal('high-risk')
      .exactOptional()
      .describe('Asked of what goes to the board alone. By default of every release.'),
  })
  .transform(({ maximumAge, ...rest }) => ({ ...rest, maximumAgeMs: maximumAge }));

const checklistItem = z.discriminatedUnion('item', [
  z.strictObject({ item: z.literal('rollback-plan') }),
  z.strictObject({ item: z.literal('window-open') }),
  z.strictObject({ item: z.literal('targets-healthy') }),
  z.strictObject({
    item: z.literal('support-coverage'),
    group: name.describe('Who supports the release.'),
    minimum: z.int().min(1).max(100).default(1).describe('How many people. By default 1.'),
  }),
  z.strictObject({ item: z.literal('announcement-sent') }),
  backup,
  rollbackRehearsal,
  z.strictObject({ item: z.literal('command'), check: namedCommand }),
]);

const announcement = z
  .strictObject({
    to: name.exactOptional().describe('Audience that is told, by its name.'),
    audience: z
      .array(name)
      .min(1, 'An announcement has an audience.')
      .max(100)
      .exactOptional()
      .describe('Groups that are told, in place of `to`.'),
    channels: z
      .array(name)
      .min(1, 'An announcement goes through at least one channel.')
      .max(20)
      .exactOptional()
      .describe('Channels for `audience`.'),
    subject: announcementSubject.exactOptional(),
    text: announcementText.exactOptional(),
    approvedBy: soleRequirement
      .exactOptional()
      .describe('Who approves the words before anybody reads them. By default nobody has to.'),
  })
  .transform(({ to, audience, channels, text, ...rest }, context): AnnouncementPolicy => {
    const words = text === undefined ? {} : { text };
    if (to !== undefined && audience === undefined && channels === undefined) {
      return { to, ...rest, ...words };
    }
    if (
      to === undefined &&
      audience !== undefined &&
      channels !== undefined &&
      text !== undefined
    ) {
      return { audience, channels, ...rest, text };
    }
    context.issues.push({
      code: 'custom',
      input: to,
      message: 'Name an audience with `to`, or say `audience`, `channels` and `text`.',
    });
    return z.NEVER;
  });

/** The stages of one environment. A part that is absent is a stage that does not exist. */
export const environmentPolicy = z.strictObject({
  responsible: name.describe('Group that carries the work out in this environment.'),
  approvals: z.array(requirement).min(1, 'Leave `approvals` out when none are needed.').optional(),
  uat: uat.optional(),
  window: z.boolean().default(true).describe('Whether the calendar is asked. By default true.'),
  onClosing: z
    .enum(['hold', 'rollback'])
    .optional()
    .describe(
      'What becomes of a change that is under way when the calendar closes and nobody decides ' +
        'in time. By default `hold`: it halts until it opens.',
    ),
  checklist: z
    .array(checklistItem)
    .max(50)
    .default([])
    .describe('What is checked right before the deployment. By default nothing.'),
  announce: announcement.optional(),
  tasks: z
    .array(task)
    .min(1, 'Leave `tasks` out when nothing is done by hand.')
    .max(50)
    .exactOptional()
    .describe('What people do by hand, in this order.'),
  canary: canary.optional(),
  validate: z
    .array(validationCheck)
    .max(100)
    .default([])
    .describe('What is checked after the deployment. By default nothing.'),
  stabilize: stabilize.optional(),
  alerts: alertPolicy.exactOptional(),
});
