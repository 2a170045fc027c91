import { z } from 'zod';
import { messageKinds } from '../domain/message/message.ts';
import type { Policy } from '../domain/plan/policy.ts';
import { releaseClasses } from '../domain/plan/spec.ts';
import type { VersionScheme } from '../domain/plan/version-scheme.ts';
import { documentOf } from './document.ts';
import { environmentPolicy } from './environment-policy.ts';
import { positiveDuration } from './field/duration.ts';
import { name, stageId } from './field/name.ts';
import { reminders } from './requirement.ts';
import { riskPolicy } from './risk-policy.ts';

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

const deviation = z
  .strictObject({
    grantedBy: name.describe('Group that grants it. Never who asks, or wrote or started it.'),
    longest: positiveDuration.describe('Longest time from asking until it ends.'),
  })
  .transform(({ grantedBy, longest }) => ({ grantedBy, longestMs: longest }));

const bypass = z
  .strictObject({
    grantedBy: name.describe('Group that grants it. Never who asks, or wrote or started it.'),
    longest: positiveDuration.describe('Longest time from asking until it ends.'),
    approvals: z.int().min(1).max(100).describe('How many people are enough for now, at least 1.'),
    collectWithin: positiveDuration.describe('When the missing ones have decided, after its use.'),
  })
  .transform(({ grantedBy, longest, approvals, collectWithin }) => {
    return { grantedBy, longestMs: longest, approvals, collectWithinMs: collectWithin };
  });

const deviations = z.strictObject({
  calendar: deviation.exactOptional().describe('Going out although the calendar is closed.'),
  gate: deviation.exactOptional().describe('Going on although a gate has not passed.'),
  bypass: bypass.exactOptional().describe('Going on before everybody asked has approved.'),
  lowering: deviation
    .exactOptional()
    .describe('Handling what belongs into this class with less rigor than its risk asks for.'),
  revision: deviation
    .exactOptional()
    .describe('Revising the plan of a running release after its scope was frozen.'),
  'other-release': deviation
    .exactOptional()
    .describe('Going on without another release that is waited for.'),
});

const classPolicy = z
  .strictObject({
    responsible: name.describe('Group that carries out build, package and gates.'),
    maximumEvidenceAge: positiveDuration
      .optional()
      .describe('Older evidence of gates is gathered anew before an environment. By default none.'),
    environments: z
      .record(name, environmentPolicy)
      .describe('By environment: the stages that a release goes through there.'),
    review,
    notify: z
      .array(
        z.strictObject({
          of: z.array(z.enum(messageKinds)).min(1, 'Say of what they are told.'),
          to: name.describe('Audience that is told, by its name.'),
        }),
      )
      .max(20)
      .exactOptional()
      .describe(
        'Who hears of what becomes of a release, and through what. By default log and file.',
      ),
    scopeFrozenAfter: stageId
      .exactOptional()
      .describe('Once this stage has succeeded, a revision needs somebody else. By default none.'),
    deviations: deviations
      .exactOptional()
      .describe('Who lets releases off what they are held to. By default nobody.'),
  })
  .transform(({ maximumEvidenceAge, ...rest }) => ({
    ...rest,
    ...(maximumEvidenceAge === undefined ? {} : { maximumEvidenceAgeMs: maximumEvidenceAge }),
  }));

const namePattern = z
  .string()
  .max(63)
  .regex(
    /^[a-z0-9*-]+$/,
    'A pattern has lower-case letters, digits, hyphens, and `*` for any text.',
  );

const naming = z
  .strictObject({
    versions: z
      .union([
        z.literal('semver'),
        z.strictObject({
          calver: z
            .string()
            .min(1)
            .max(63)
            .describe('Parts of CalVer between `.`, `-` or `+`, such as `YYYY.0M.MICRO`.'),
        }),
      ])
      .default('semver')
      .describe('`semver`, the default, or `calver` with a pattern.'),
    releases: z
      .array(namePattern)
      .max(50)
      .default([])
      .describe('Names that releases may have, such as `shop-*`. By default any.'),
    artifacts: z
      .array(namePattern)
      .max(50)
      .default([])
      .describe('Names of artifacts, which are called as their services. By default any.'),
  })
  .transform(({ versions, ...rest }) => ({ ...rest, versions: toScheme(versions) }));

function toScheme(versions: 'semver' | { calver: string }): VersionScheme {
  if (versions === 'semver') return { scheme: 'semver' };
  return { scheme: 'calver', pattern: versions.calver };
}

const policySpec = z.strictObject({
  naming: naming.optional().describe('How releases, artifacts and versions are named.'),
  risk: riskPolicy.optional().describe('How releases are weighed. By default they are not.'),
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
  const { classes, naming: names, risk } = document.spec;
  return {
    name: document.metadata.name,
    classes,
    ...(names === undefined ? {} : { naming: names }),
    ...(risk === undefined ? {} : { risk }),
  };
}
