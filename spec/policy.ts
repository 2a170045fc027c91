import { z } from 'zod';
import type { Policy } from '../domain/plan/policy.ts';
import { releaseClasses } from '../domain/plan/spec.ts';
import { documentOf } from './document.ts';
import { environmentPolicy, reminders } from './environment-policy.ts';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';

const review = z
  .strictObject({
    owner: name.describe('Group that holds the review.'),
    escalateTo: name.describe('Group that is told when an obligation is overdue.'),
    reviewDue: positiveDuration
      .prefault('72h')
      .describe('When the review is due after go-live. By default `72h`.'),
    runbookDue: positiveDuration
      .prefault('48h')
      .describe('When runbook and knowledge updates are due. By default `48h`.'),
    remindBefore: reminders,
  })
  .transform(({ reviewDue, runbookDue, remindBefore, ...rest }) => ({
    ...rest,
    reviewDueMs: reviewDue,
    runbookDueMs: runbookDue,
    remindBeforeMs: remindBefore,
  }));

const classPolicy = z.strictObject({
  responsible: name.describe('Group that carries out build, package and gates.'),
  environments: z
    .record(name, environmentPolicy)
    .describe('By environment: the stages that a release goes through there.'),
  review,
});

const policySpec = z.strictObject({
  classes: z
    .partialRecord(z.enum(releaseClasses), classPolicy)
    .describe('By class of release: standard, normal, major, emergency.'),
});

/** `kind: Policy`: which stages a release of a class goes through in which environment. */
export const policyDocument = documentOf('Policy', policySpec).meta({
  title: 'Policy',
  description: 'Which stages a release of a class goes through in which environment.',
});

/** What the document means. */
export function toPolicy(document: z.output<typeof policyDocument>): Policy {
  return { name: document.metadata.name, classes: document.spec.classes };
}
