import { z } from 'zod';
import type { SealContent } from '../../activities/ports/records.ts';
import { severities } from '../../domain/acceptance/defect.ts';
import { alertStatuses } from '../../domain/alert/alert.ts';
import { commandNames, type Statement } from '../../domain/approval/statement.ts';
import { digestPattern } from '../../domain/ledger/digest.ts';
import type { ProposalAct } from '../../domain/proposal/act.ts';
import { taskOutcomes } from '../../domain/task/task.ts';

const name = z.string().min(1).max(200);
const digest = z.string().regex(digestPattern);
const instant = z.iso.datetime({ offset: true });

const scope = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('calendar'),
    environment: name,
    entries: z.array(name).max(20),
    outsideWindows: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('gate'),
    stage: name,
    gate: name,
    component: name,
    judgedAt: instant,
    evidence: digest.nullable(),
  }),
  z.strictObject({
    kind: z.literal('bypass'),
    environment: name,
    requirement: name,
    subjectDigest: digest,
  }),
  z.strictObject({ kind: z.literal('revision'), to: digest }),
  z.strictObject({ kind: z.literal('other-release'), environment: name, release: name }),
]);

const words = z.string().min(1).max(1000);
const followUp = z.strictObject({ what: words, owner: name, due: instant });

const head = {
  id: name,
  release: name,
  environment: name.nullable(),
  subjectDigest: digest,
  by: name,
  commentDigest: digest.nullable(),
  nonce: name,
  issuedAt: instant,
  expiresAt: instant,
};

/**
 * Exactly the members of a statement: one more would be something that was signed and that nobody
 * reads.
 */
export const statementShape: z.ZodType<Statement> = z.discriminatedUnion('kind', [
  z.strictObject({
    ...head,
    kind: z.literal('decision'),
    content: z.strictObject({
      requirement: name,
      verdict: z.enum(['approve', 'reject', 'withdraw']),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('uat-verdict'),
    content: z.strictObject({
      requirement: name,
      verdict: z.enum(['accept', 'reject', 'withdraw']),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('uat-defect'),
    content: z.strictObject({
      requirement: name,
      defect: name,
      severity: z.enum(severities),
      state: z.enum(['open', 'resolved']),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('task-report'),
    content: z.strictObject({
      requirement: name,
      outcome: z.enum(taskOutcomes),
      link: z.string().min(1).max(2000).nullable(),
      file: digest.nullable(),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('command'),
    content: z.strictObject({
      command: z.enum(commandNames),
      target: name.nullable(),
      evidence: z.string().min(1).max(2000).nullable(),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('deviation-request'),
    content: z.strictObject({
      scope,
      reason: words,
      compensatingControl: words,
      until: instant,
      followUp,
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('deviation-verdict'),
    content: z.strictObject({ deviation: name, verdict: z.enum(['grant', 'refuse']) }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('revision'),
    content: z.strictObject({
      from: digest,
      to: digest,
      reason: words,
      dropped: z
        .array(z.strictObject({ component: name, reason: words, followUp: followUp.nullable() }))
        .max(100),
    }),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('alert'),
    content: z.strictObject({
      fingerprint: name,
      name,
      status: z.enum(alertStatuses),
      startsAt: instant,
      service: name.nullable(),
      labels: z.record(name, z.string().max(200)),
    }),
  }),
]);

export const sealShape: z.ZodType<SealContent> = z.strictObject({
  kind: z.literal('plan-seal'),
  release: name,
  planDigest: digest,
  requestedBy: name,
  issuedAt: instant,
});

export const proposalShape: z.ZodType<ProposalAct> = z.strictObject({
  kind: z.literal('proposal-act'),
  act: z.enum(['propose', 'confirm', 'reject']),
  proposal: name,
  digest,
  by: name,
  reason: z.string().nullable(),
  issuedAt: instant,
});
