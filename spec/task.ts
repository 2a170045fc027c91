import { z } from 'zod';
import { evidenceKinds, taskPlaces } from '../domain/task/task.ts';
import { positiveDuration } from './field/duration.ts';
import { name, sentence } from './field/name.ts';
import { escalation, reminders, toEscalation } from './requirement.ts';

const confirmation = z
  .strictObject({
    group: name.describe('Whose people look at it. Never who reported it.'),
    deadline: positiveDuration.describe('When it expires, which fails the task.'),
    remindBefore: reminders,
  })
  .transform(({ deadline, remindBefore, ...rest }) => ({
    ...rest,
    deadlineMs: deadline,
    remindBeforeMs: remindBefore,
  }));

/** Something that people do by hand. */
export const task = z
  .strictObject({
    id: name.describe('Unique among the tasks of the environment.'),
    title: sentence.describe('What is to be done, in a few words.'),
    at: z
      .enum(taskPlaces)
      .describe(
        'Before anything is touched, once it is deployed and validated, or before a migration ' +
          'takes away what only the version before needs.',
      ),
    group: name.describe('Who owns it: one of its people does it, and says so.'),
    instructions: z
      .string()
      .max(10_000, 'Instructions have at most 10,000 characters: link to what is longer.')
      .regex(/\S/, 'Say what is to be done.')
      .describe('How it is done, as Markdown. A part of the plan.'),
    deadline: positiveDuration.describe('When it expires, which fails it. Never completes it.'),
    remindBefore: reminders,
    escalate: escalation,
    evidence: z
      .array(z.enum(evidenceKinds))
      .max(evidenceKinds.length)
      .default([])
      .describe('What has to be given with `done`. By default their word is enough.'),
    confirm: confirmation
      .exactOptional()
      .describe('Who confirms that it was done. By default nobody has to.'),
    skippedBy: name
      .exactOptional()
      .describe('Whose people may leave it out once it has failed. By default nobody may.'),
  })
  .transform(({ deadline, remindBefore, escalate, ...rest }) => ({
    ...rest,
    deadlineMs: deadline,
    remindBeforeMs: remindBefore,
    ...toEscalation(escalate),
  }));
