import { z } from 'zod';
import type { RehearsalAccount } from '../../domain/rehearsal/account.ts';
import { closedRangeForm } from '../../domain/rehearsal/closed-range.ts';
import type { Wait } from '../../domain/release/wait.ts';
import { duration } from '../../spec/field/duration.ts';
import { instant } from '../../spec/field/instant.ts';
import { name } from '../../spec/field/name.ts';
import { releaseDocumentField } from './plan.ts';

const mishaps = z.strictObject({
  fail: z
    .array(z.string().min(1).max(200))
    .max(50)
    .default([])
    .describe(
      'What fails. A kind of stage (`canary`; where several environments have it, the last one), ' +
        'the id of a stage (`staging/validate`) or `rollback`; behind a colon one part of it: a ' +
        'component, gate, check or item (`deploy:orders`).',
    ),
  nobody: z.array(name).max(100).default([]).describe('Groups in which nobody ever answers.'),
  closed: z
    .array(z.string().min(1).max(100))
    .max(20)
    .default([])
    .describe(`Parts of every week in which the calendar is closed. ${closedRangeForm}`),
});

/** What `POST /v1/rehearsals` takes. */
export const rehearsalBody = z
  .strictObject({
    spec: releaseDocumentField,
    mishaps: mishaps.prefault({}),
    startAt: instant
      .optional()
      .describe('When the release begins, in simulated time. Now when left out; never earlier.'),
    reactionTime: duration
      .prefault('0s')
      .describe('How long people take to answer once they are asked.'),
    horizonDays: z
      .int()
      .min(1)
      .max(366)
      .default(90)
      .describe('Simulated days after which a release that still waits is given up.'),
  })
  .meta({ id: 'RehearsalRequest' });

const waitKinds = [
  'approval',
  'uat',
  'window',
  'lease',
  'soak',
  'observation',
  'decision',
  'failed-stage',
  'failed-rollback',
  'obligation',
  'records',
] as const satisfies readonly Wait['kind'][];

const waitKind = z.enum(waitKinds);
const instantField = z.string().describe('RFC 3339, in simulated time.');

const line = z
  .object({
    at: instantField,
    stage: z.string().nullable(),
    what: z.enum([
      'passed',
      'failed',
      'waits',
      'live',
      'rolls-back',
      'taken-back',
      'not-taken-back',
      'stays',
      'closed',
    ]),
    text: z.string(),
    wait: waitKind.nullable().describe('What kind of wait; null where it does not wait.'),
    who: z.array(z.string()).readonly().describe('Who could clear it; empty: time alone.'),
    until: z.string().nullable().describe('When something would happen by itself; null: never.'),
    waitedMs: z.number(),
  })
  .meta({ id: 'RehearsalLine' });

const outcome = z.discriminatedUnion('ended', [
  z.object({
    ended: z.literal('closed'),
    result: z.enum(['released', 'rolled-back', 'withdrawn']),
    reason: z.string(),
  }),
  z.object({
    ended: z.literal('waits'),
    afterDays: z.number(),
    for: z.array(z.string()).readonly().describe('Without whom it does not go on.'),
    stage: z.string().nullable(),
    reason: z.string(),
    remedy: z.string(),
  }),
]);

const rehearsalAccountSchema: z.ZodType<RehearsalAccount> = z
  .object({
    startAt: instantField,
    endAt: instantField,
    outcome,
    lines: z.array(line).readonly(),
    waiting: z
      .array(z.object({ wait: waitKind, times: z.number(), waitedMs: z.number() }))
      .readonly()
      .describe('Waiting by its kind, the longest first.'),
  })
  .meta({ id: 'RehearsalAccount' });

/** What `POST /v1/rehearsals` and `GET /v1/rehearsals/{rehearsal}` answer. */
export const rehearsalSchema = z
  .object({
    rehearsal: z.string().describe('Id of the rehearsal.'),
    state: z.enum(['running', 'done']),
    account: rehearsalAccountSchema.nullable().describe('Null while it runs.'),
    links: z.object({ self: z.string() }),
  })
  .meta({ id: 'Rehearsal' });

export const rehearsalParams = z.strictObject({
  rehearsal: z.uuid().describe('Id of the rehearsal.'),
});
