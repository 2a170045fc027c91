import { z } from 'zod';
import { name, stageId } from './field/name.ts';

/** Other releases that a release waits for. */
export const after = z
  .array(
    z.strictObject({
      release: name.describe('Name of the other release. It was started already.'),
      stage: stageId.describe(
        'Its stage that has to succeed first, such as `production/validate`.',
      ),
      before: name.describe('The environment that this release does not enter before that.'),
    }),
  )
  .max(50)
  .describe('Which stages of other releases it waits for. By default none.');

/** Releases that enter an environment together. */
export const train = z
  .strictObject({
    name: name.describe('Name of the train.'),
    with: z
      .array(name)
      .min(1, 'A train has at least one other release.')
      .max(50)
      .describe('Names of the others, started or not. Each of them says the same.'),
    enters: name.describe('The environment that none of them enters before all are ready for it.'),
  })
  .describe('Releases that go into an environment together. By default it goes by itself.');
