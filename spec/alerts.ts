import { z } from 'zod';
import type { Steadiness } from '../domain/alert/is-steady.ts';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';

const label = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'A label is called as in Prometheus, such as `severity`.');
const value = z.string().max(200);
const looks = z.int().min(1).max(1000);

/** How steadily a threshold has to be broken before it counts. */
export const steadiness = z
  .strictObject({
    for: positiveDuration.exactOptional().describe('Without a break for so long.'),
    atLeast: looks.exactOptional().describe('In so many of the last looks…'),
    of: looks.exactOptional().describe('…of so many.'),
  })
  .transform((written, context): Steadiness => {
    const { for: forMs, atLeast, of } = written;
    if (forMs !== undefined && atLeast === undefined && of === undefined) return { forMs };
    const isByLooks = forMs === undefined && atLeast !== undefined && of !== undefined;
    if (isByLooks && atLeast <= of) return { atLeast, of };
    const message = 'Say either `for`, or `atLeast` and an `of` that is not smaller.';
    context.issues.push({ code: 'custom', input: written, message });
    return z.NEVER;
  });

/** Which alerts are heeded in an environment, and what one leads to. */
export const alertPolicy = z
  .strictObject({
    from: name.describe('Group of the accounts whose alerts count, such as `monitoring`.'),
    labels: z
      .record(label, z.array(value).min(1, 'Name at least one value.').max(50))
      .exactOptional()
      .describe(
        'Labels that an alert has to carry, each with one of these values. By default any.',
      ),
    onFiring: z
      .enum(['rollback', 'ask'])
      .default('rollback')
      .describe('Takes the release back, or asks a person first. By default `rollback`.'),
    steady: steadiness
      .exactOptional()
      .describe('How steadily an alert has to fire. By default once is enough.'),
  })
  .describe('Alerts of a monitoring system that end a rollout or its watch. By default none.');

/** How labels of alerts are read. */
export const alertLabels = z
  .strictObject({
    environmentLabel: label
      .exactOptional()
      .describe('Label that names the environment. By default `environment`.'),
    serviceLabel: label
      .exactOptional()
      .describe('Label that names the service. By default `service`.'),
    environments: z
      .record(value, name)
      .exactOptional()
      .describe('What monitoring calls environments otherwise, such as `prod: production`.'),
    services: z
      .record(value, name)
      .exactOptional()
      .describe('What monitoring calls services otherwise.'),
  })
  .describe('How the labels of alerts are read. By default `environment` and `service`.');
