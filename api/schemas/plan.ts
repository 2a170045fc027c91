import { z } from 'zod';
import type { CalendarAnswer } from '../../domain/calendar/entry.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { releaseClasses, type ScheduleSpec } from '../../domain/plan/spec.ts';
import type { Stage, StageKind } from '../../domain/plan/stage.ts';
import { priorityLevels } from '../../domain/portfolio/priority.ts';
import { conflictsField, moreConflictsField, slotsField } from './conflict.ts';
import { earliestStartSchema } from './earliest-start.ts';
import { loweringField } from './granted-lowering.ts';
import { assessmentSchema } from './risk.ts';

const stageKinds = {
  build: 'build',
  package: 'package',
  gates: 'gates',
  'await-releases': 'await-releases',
  promote: 'promote',
  uat: 'uat',
  approval: 'approval',
  window: 'window',
  checklist: 'checklist',
  announce: 'announce',
  task: 'task',
  deploy: 'deploy',
  switch: 'switch',
  canary: 'canary',
  validate: 'validate',
  stabilize: 'stabilize',
  review: 'review',
} as const satisfies { readonly [Kind in StageKind]: Kind };

export const stageKindField = z.enum(stageKinds);

/**
 * Plans are only ever sent out, so what each kind of stage adds is described and not checked again.
 */
const stage = z.custom<Stage>().meta({
  id: 'Stage',
  type: 'object',
  description: 'One step of a release. What it holds besides depends on its `kind`.',
  required: ['id', 'kind', 'title', 'environment', 'accountable', 'responsible'],
  properties: {
    id: { type: 'string' },
    kind: { type: 'string', enum: Object.values(stageKinds) },
    title: { type: 'string' },
    environment: { type: ['string', 'null'] },
    accountable: { type: 'string' },
    responsible: { type: 'array', items: { type: 'string' } },
  },
});

const component = z.custom<ReleasePlan['components'][number]>().meta({
  id: 'PlannedComponent',
  type: 'object',
  description: 'One service at one version, with a copy of everything that the catalog said of it.',
  required: ['name', 'version', 'tag', 'wave', 'service'],
  properties: {
    name: { type: 'string' },
    version: { type: 'string' },
    tag: { type: 'string' },
    wave: { type: 'integer' },
    service: { type: 'object' },
  },
});

const rollback = z.object({
  owner: z.string(),
  criteria: z.array(z.string()),
  communication: z.array(z.string()),
  decisionTimeMs: z.number(),
  restoreTargetMs: z.number(),
  runbook: z.array(z.string()),
});

const deviationRule = z
  .object({ grantedBy: z.string(), longestMs: z.number().int() })
  .describe('Who grants a deviation, and for how long at most.');
const schedule: z.ZodType<ScheduleSpec> = z.object({
  priority: z.object({ level: z.enum(priorityLevels), reason: z.string() }).exactOptional(),
  windows: z
    .array(z.object({ environment: z.string(), start: z.string(), end: z.string() }))
    .exactOptional(),
  scopeFreeze: z.string().exactOptional(),
  milestones: z
    .array(z.object({ name: z.string(), at: z.string(), stage: z.string() }))
    .exactOptional(),
});

export const planSchema: z.ZodType<ReleasePlan> = z
  .object({
    format: z.literal('tidegate/plan/v1'),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    releaseClass: z.enum(releaseClasses),
    accountable: z.string(),
    components: z.array(component),
    environments: z.array(z.string()),
    regions: z.record(z.string(), z.string()).exactOptional(),
    stages: z.array(stage),
    rollback: rollback.nullable(),
    deviations: z
      .object({
        calendar: deviationRule.exactOptional(),
        gate: deviationRule.exactOptional(),
        lowering: deviationRule.exactOptional(),
        revision: deviationRule.exactOptional(),
      })
      .exactOptional(),
    scopeFrozenAfter: z.string().exactOptional(),
    schedule: schedule.exactOptional(),
    assessment: assessmentSchema.optional(),
    lowering: loweringField.exactOptional(),
    compiledFrom: z.object({
      catalog: z.string(),
      policy: z.string(),
      duties: z.string().exactOptional(),
    }),
    duties: z.object({ name: z.string(), policies: z.string() }).exactOptional(),
  })
  .meta({ id: 'ReleasePlan', description: 'Everything that a release will do.' });

export const calendarAnswerSchema: z.ZodType<CalendarAnswer> = z
  .object({
    open: z.boolean(),
    by: z.array(z.string()).describe('Ids of the entries that decide.'),
    reason: z.string(),
    nextOpen: z
      .string()
      .nullable()
      .describe('RFC 3339; while open, the reopening. Null: none within 400 days.'),
    nextClose: z.string().nullable().describe('As `nextOpen`; while closed, after it has opened.'),
    until: z.string().nullable().describe('When the answer changes. Null: not within 400 days.'),
    liftedBy: z.array(z.string()).describe('Groups that can lift what holds.'),
  })
  .meta({ id: 'CalendarAnswer' });

/** What is likely and not promised; it is no part of the digest. */
const forecastSchema = z.object({
  windows: z
    .array(
      z.object({
        environment: z.string(),
        open: z.boolean(),
        reason: z.string(),
        nextOpen: z.string().nullable(),
      }),
    )
    .readonly()
    .describe('For each environment whether its window is open at this moment.'),
  starts: z
    .array(earliestStartSchema)
    .readonly()
    .describe('When each deployment could begin at the earliest, were it started now.'),
  conflicts: conflictsField,
  moreConflicts: moreConflictsField,
  slots: slotsField,
});

export const compiledPlanSchema = z
  .object({ plan: planSchema, digest: z.string(), forecast: forecastSchema })
  .meta({ id: 'CompiledPlan' });

/** A release document inside a JSON body. `spec` says what is wrong with it, and where. */
export const releaseDocumentField = z.unknown().meta({
  description: 'A document of `kind: Release` as a value, or the text of its YAML file.',
});
