import { z } from 'zod';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';
import { count, reminders } from './requirement.ts';

const most = z.int().min(0, 'As many defects as that cannot be open.').max(10_000);

const thresholds = z
  .strictObject({
    critical: most.default(0).describe('By default none.'),
    high: most.default(0).describe('By default none.'),
    medium: most.exactOptional().describe('By default without a limit.'),
    low: most.exactOptional().describe('By default without a limit.'),
  })
  .describe('Most defects of each severity that may be open at a sign-off.');

const unresolved = z
  .strictObject({
    atExpiry: z
      .enum(['extend', 'fail', 'escalate'])
      .default('escalate')
      .describe(
        'What a cycle becomes that ends while defects block its sign-off: another one, a failed ' +
          'stage, or a decision of the board on whether they may stand. By default `escalate`.',
      ),
    escalateTo: name
      .optional()
      .describe('The board, such as `cab`. By default the `escalateTo` of the test.'),
    deadline: positiveDuration
      .optional()
      .describe('How long it has. By default as long as a cycle.'),
  })
  .describe('What becomes of defects that block when the cycle ends. Never a pass.');

/** A user acceptance test: who tests, how long, and which defects they may sign off with. */
export const uat = z
  .strictObject({
    group: name.describe('The business testers.'),
    count,
    cycle: positiveDuration.describe('How long they have.'),
    remindBefore: reminders,
    defects: thresholds.prefault({}),
    atExpiry: z
      .enum(['escalate', 'fail'])
      .default('escalate')
      .describe('What an expired cycle becomes. Never a pass. By default `escalate`.'),
    escalateTo: name.describe('Group that is asked when the cycle expires.'),
    unresolved: unresolved.prefault({}),
  })
  .transform(({ cycle, remindBefore, unresolved: blocked, ...rest }) => ({
    ...rest,
    cycleMs: cycle,
    remindBeforeMs: remindBefore,
    unresolved: {
      atExpiry: blocked.atExpiry,
      escalateTo: blocked.escalateTo ?? rest.escalateTo,
      deadlineMs: blocked.deadline ?? cycle,
    },
  }));
