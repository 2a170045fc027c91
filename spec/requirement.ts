import { z } from 'zod';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';

export const reminders = z
  .array(positiveDuration)
  .max(20)
  .default([])
  .describe('When to remind, as times before the end, such as `[24h, 1h]`. By default never.');

/** How many people are asked. */
export const count = z
  .int()
  .min(1)
  .max(100)
  .default(1)
  .describe('How many distinct people of the group. By default 1.');

/** People who are asked, as they are written: without an id. */
export const review = z.strictObject({
  group: name.describe('Whose members decide.'),
  count,
  deadline: positiveDuration.describe('When it expires. Expiry never approves.'),
  remindBefore: reminders,
});

export const escalation = z
  .strictObject({
    to: name.describe('A second group, whose members then decide too.'),
    before: positiveDuration.describe('How long before the deadline, such as `4h`.'),
  })
  .optional()
  .describe('Who is asked besides, when it is still open shortly before its deadline.');

/** As the domain names it; nothing where nobody is asked besides. */
export function toEscalation(escalate: z.output<typeof escalation>) {
  if (escalate === undefined) return {};
  return { escalate: { to: escalate.to, beforeMs: escalate.before } };
}

const asked = z.strictObject({ ...review.shape, escalate: escalation });

function inMs<Asked extends z.output<typeof asked>>(written: Asked) {
  const { deadline, remindBefore, escalate, ...rest } = written;
  return {
    ...rest,
    deadlineMs: deadline,
    remindBeforeMs: remindBefore,
    ...toEscalation(escalate),
  };
}

/** An approval that needs no id, because there is one of its kind. */
export const soleRequirement = asked.transform((written) => inMs(written));

/** An approval, with the id by which people decide about it. */
export const requirement = z
  .strictObject({
    id: name.describe('Unique among the approvals of the environment.'),
    ...asked.shape,
  })
  .transform((written) => inMs(written));
