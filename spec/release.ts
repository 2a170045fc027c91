import { z } from 'zod';
import { migrationPhases } from '../domain/migration/migration.ts';
import { type ReleaseSpec, releaseClasses } from '../domain/plan/spec.ts';
import { priorityLevels } from '../domain/portfolio/priority.ts';
import { classification, delivery, failureMode, raises } from './classification.ts';
import { documentOf } from './document.ts';
import { positiveDuration } from './field/duration.ts';
import { instant } from './field/instant.ts';
import { name, sentence, stageId } from './field/name.ts';
import { tableName } from './field/table-name.ts';
import { version } from './field/version.ts';
import { after, train } from './other-release.ts';

const component = z.strictObject({
  service: name.describe('A service of the catalog.'),
  version,
  raises: raises.optional(),
  irreversible: z
    .strictObject({ reason: sentence.describe('What cannot come back, and why.') })
    .optional()
    .describe('Its migration has no way back. A rollback leaves it, and somebody signs for that.'),
  lossy: z
    .strictObject({
      tables: z.array(tableName).min(1).max(100).describe('Whose rows come back otherwise.'),
      reason: sentence.describe('What is lost, and why that may be.'),
    })
    .exactOptional()
    .describe('Its way back loses rows, and somebody signs for that. By default it loses none.'),
  phase: z
    .enum(migrationPhases)
    .exactOptional()
    .describe(
      'When its migration runs: `expand` before the code that needs it, `contract` when nothing ' +
        'of the version before runs any more. By default `expand`.',
    ),
  stays: z
    .strictObject({ reason: sentence.describe('Why it may stay beside the version before.') })
    .exactOptional()
    .describe('A rollback leaves what its migration adds. By default it takes it back.'),
});

const rollback = z.strictObject({
  owner: name.describe('Person or group that leads the way back.'),
  criteria: z
    .array(sentence)
    .min(1, 'A way back names at least one condition under which it is taken.')
    .max(50)
    .describe('Conditions under which the release is taken back, as sentences.'),
  communication: z
    .array(name)
    .min(1, 'A way back names at least one group that is told.')
    .max(50)
    .describe('Groups that are told when a rollback starts and ends.'),
  timeToDecide: positiveDuration.describe(
    'How long a person has to decide before the default happens.',
  ),
  timeToRestore: positiveDuration.describe('Within which time service shall be restored.'),
  runbook: z
    .array(sentence)
    .min(1, 'A way back has at least one step in its runbook.')
    .max(200)
    .describe('Steps for people, in order.'),
});

const schedule = z.strictObject({
  priority: z
    .strictObject({
      level: z.enum(priorityLevels).describe('`emergency` is for releases of that class alone.'),
      reason: sentence.describe('Why it goes before others, or after them.'),
    })
    .optional()
    .describe('Which release goes first where several meet. By default `normal`.'),
  windows: z
    .array(z.strictObject({ environment: name, start: instant, end: instant }))
    .max(50)
    .optional()
    .describe('When it means to be at work where, for others to see. The end is outside.'),
  scopeFreeze: instant
    .exactOptional()
    .describe('From then on a revision of the running plan needs somebody else. By default never.'),
  milestones: z
    .array(z.strictObject({ name, at: instant, stage: stageId }))
    .max(50)
    .exactOptional()
    .describe('Until when which stage should have succeeded; nothing is held by it.'),
});

const releaseSpec = z.strictObject({
  class: z
    .enum(releaseClasses)
    .default('normal')
    .describe('Rigor that the release is handled with. By default `normal`.'),
  policy: name.describe('Name of the policy to compile against.'),
  accountable: name.describe('Person or group that answers for the whole release.'),
  environments: z
    .array(name)
    .min(1, 'A release goes to at least one environment.')
    .max(50)
    .describe('Where the release shall end up. The environments before are added.'),
  components: z
    .array(component)
    .min(1, 'A release has at least one component.')
    .max(500)
    .describe('Which versions of which services go out.'),
  rollback: rollback
    .nullable()
    .default(null)
    .describe('How and when to go back. Required above the class `standard`.'),
  classification: classification.optional(),
  failureModes: z
    .array(failureMode)
    .max(200)
    .optional()
    .describe('How it may fail, and what is done against that.'),
  schedule: schedule
    .optional()
    .describe('When it means to go out. By default as early as it can, with no priority.'),
  delivery: delivery
    .optional()
    .describe('How it is meant to reach users. By default as the policy does it.'),
  after: after.exactOptional(),
  train: train.exactOptional(),
});

/** `kind: Release`: what a release engineer writes. */
export const releaseDocument = documentOf('Release', releaseSpec).meta({
  title: 'Release',
  description: 'Which versions of which services shall go where, and how they are taken back.',
});

/** What the document means. */
export function toReleaseSpec(document: z.output<typeof releaseDocument>): ReleaseSpec {
  const { metadata, spec } = document;
  const { class: releaseClass, rollback: wayBack, ...rest } = spec;
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    description: metadata.description,
    releaseClass,
    ...rest,
    rollback: wayBack === null ? null : toRollback(wayBack),
  };
}

function toRollback({ timeToDecide, timeToRestore, ...rest }: z.output<typeof rollback>) {
  return { ...rest, decisionTimeMs: timeToDecide, restoreTargetMs: timeToRestore };
}
