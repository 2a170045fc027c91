import { z } from 'zod';
import { releaseClasses } from '../domain/plan/spec.ts';
import { type RiskPolicy, usualRiskPolicy } from '../domain/risk/risk-policy.ts';
import {
  approvalPaths,
  changeTypes,
  criticalities,
  dataClasses,
  releaseTypes,
  tiers,
} from '../domain/risk/scale.ts';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';
import { requirement, review } from './requirement.ts';

const most = 10_000;
const usual = usualRiskPolicy;

const points = (byDefault: number) =>
  z.int().min(0).max(most).default(byDefault).describe(`Points. By default ${byDefault}.`);

function pointsOf<Level extends string>(
  levels: readonly Level[],
  byDefault: Readonly<Record<Level, number>>,
) {
  const said = levels.map((level) => `${level} ${byDefault[level]}`).join(', ');
  return z
    .partialRecord(z.enum(levels), z.int().min(0).max(most))
    .prefault({})
    .transform((chosen): Readonly<Record<Level, number>> => ({ ...byDefault, ...chosen }))
    .describe(`Points by level. By default ${said}.`);
}

const weights = z.strictObject({
  criticality: pointsOf(criticalities, usual.weights.criticality),
  dataClass: pointsOf(dataClasses, usual.weights.dataClass),
  furtherComponent: points(usual.weights.furtherComponent),
  schemaChange: points(usual.weights.schemaChange),
  irreversible: points(usual.weights.irreversible),
  breakingChange: points(usual.weights.breakingChange),
  dependent: points(usual.weights.dependent),
  failureMode: points(usual.weights.failureMode),
  failedRelease: points(usual.weights.failedRelease),
  longAfter: points(usual.weights.longAfter),
});

const thresholds = z
  .strictObject({
    cabFrom: z
      .int()
      .min(0)
      .max(most)
      .default(usual.thresholds.cabFrom)
      .describe(`From this score on the board decides. By default ${usual.thresholds.cabFrom}.`),
    majorFrom: z
      .int()
      .min(0)
      .max(most)
      .nullable()
      .default(null)
      .describe('From this score on the class is at least `major`. By default never.'),
    phasedFrom: z
      .int()
      .min(0)
      .max(most)
      .default(usual.thresholds.phasedFrom)
      .describe(`From this score on few users meet it first. By default 20.`),
    cabPriorityNumber: z
      .int()
      .min(1)
      .max(1000)
      .default(usual.thresholds.cabPriorityNumber)
      .describe('Failure modes of this priority number go to the board. By default 200.'),
    cabSeverity: z
      .int()
      .min(1)
      .max(10)
      .default(usual.thresholds.cabSeverity)
      .describe('Failure modes of this severity go to the board. By default 9.'),
    strategicFrom: z
      .enum(criticalities)
      .default(usual.thresholds.strategicFrom)
      .describe('From this criticality on a release is strategic. By default `high`.'),
    longAfter: positiveDuration
      .prefault('90d')
      .describe('What was not released for so long gets points for it. By default `90d`.'),
  })
  .transform(({ longAfter, ...rest }) => ({ ...rest, longAfterMs: longAfter }));

const changeModel = z.strictObject({
  name,
  services: z.array(name).max(2000).default([]).describe('For which services. By default for all.'),
  maximumType: z
    .enum(releaseTypes)
    .default('major')
    .describe(
      'The type of the most rigor that it is for. By default `major`, so for each of them.',
    ),
  maximumScore: z
    .int()
    .min(0)
    .max(most)
    .default(usual.thresholds.cabFrom - 1)
    .describe('The greatest score that it is for. By default 49.'),
});

const listOf = <Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(z.enum(values)).min(1, 'Leave a condition out when any value meets it.').optional();

const rule = z.strictObject({
  when: z
    .strictObject({
      classes: listOf(releaseClasses),
      types: listOf(releaseTypes),
      tiers: listOf(tiers),
      changeTypes: listOf(changeTypes),
      paths: listOf(approvalPaths),
      dataClasses: listOf(dataClasses).describe('One component handles one of these.'),
      criticalityFrom: z
        .enum(criticalities)
        .optional()
        .describe('One component is at least so critical.'),
      scoreFrom: z.int().min(0).max(most).optional().describe('The score is at least so high.'),
      irreversible: z
        .literal(true)
        .exactOptional()
        .describe('What one component changes cannot come back.'),
      environments: z
        .array(name)
        .min(1, 'Leave `environments` out to ask where the release ends up.')
        .max(100)
        .optional()
        .describe('Where it is asked. By default where the release ends up.'),
    })
    .describe('All conditions that are named have to be met.'),
  require: requirement,
});

/** How a policy weighs releases, and what follows. */
export const riskPolicy = z
  .strictObject({
    weights: weights.prefault({}).describe('Points of each factor.'),
    thresholds: thresholds.prefault({}).describe('What follows from how many points.'),
    unstatedCriticality: z
      .enum(criticalities)
      .default(usual.unstatedCriticality)
      .describe('What a service counts as of which nobody says it. By default `high`.'),
    changeModels: z
      .array(changeModel)
      .max(200)
      .default([])
      .describe('Pre-approved work: the only releases of the class `standard`. By default none.'),
    reviews: z
      .strictObject({
        peer: review.partial({ group: true }).optional(),
        cab: review.optional(),
      })
      .default({})
      .transform(({ peer, cab }) => ({
        ...(peer === undefined ? {} : { peer: timesOf(peer) }),
        ...(cab === undefined ? {} : { cab: timesOf(cab) }),
      }))
      .describe('Who reviews on the paths `peer` (by default the owners) and `cab`.'),
    rules: z.array(rule).max(500).default([]).describe('What is asked besides, and when.'),
  })
  .transform((risk): RiskPolicy => risk);

function timesOf<Written extends { deadline: number; remindBefore: readonly number[] }>(
  written: Written,
) {
  const { deadline, remindBefore, ...rest } = written;
  return { ...rest, deadlineMs: deadline, remindBeforeMs: remindBefore };
}
