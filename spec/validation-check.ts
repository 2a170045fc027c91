import { z } from 'zod';
import { command } from './field/command.ts';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';
import { headersCheck, identityCheck, tlsCheck } from './security-check.ts';

const path = z
  .string()
  .max(2000)
  .regex(/^\/[\x21-\x7e]*$/, 'A path begins with `/` and has no spaces, such as `/healthz`.');

const httpCheck = z.strictObject({
  check: z.literal('http'),
  name,
  component: name.describe('The service that is asked.'),
  path,
  expectStatus: z.int().min(100).max(599).default(200).describe('By default 200.'),
  at: z
    .enum(['gateway', 'instances'])
    .default('gateway')
    .describe(
      '`instances`: each new instance, before users meet it. `gateway`, the default: where ' +
        'users reach it.',
    ),
});

const commandCheck = z
  .strictObject({
    check: z.literal('command'),
    name,
    command: command.describe(
      'A synthetic transaction. `{origin.<component>}`, `{version.<component>}` and ' +
        '`{project}`, the folder of Tidegate, are replaced inside arguments.',
    ),
    timeout: positiveDuration.prefault('30s').describe('By default `30s`.'),
  })
  .transform(({ timeout, ...rest }) => ({ ...rest, timeoutMs: timeout }));

const downstreamCheck = z.strictObject({
  check: z.literal('downstream'),
  name,
  component: name.describe('The service whose dependencies are asked, by its `dependsOn`.'),
  through: path
    .exactOptional()
    .describe('Path of the service whose answer needs them. By default only they are asked.'),
});

/** What is asked after a deployment. */
export const validationCheck = z.discriminatedUnion('check', [
  httpCheck,
  commandCheck,
  tlsCheck,
  headersCheck,
  identityCheck,
  downstreamCheck,
]);
