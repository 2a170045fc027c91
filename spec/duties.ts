import { z } from 'zod';
import { confirmableKinds, type DutySet } from '../domain/duties/duty-set.ts';
import { documentOf } from './document.ts';
import { name } from './field/name.ts';

const confirmation = z
  .strictObject({
    by: name
      .nullable()
      .default(null)
      .describe('Group whose people confirm. By default administrators.'),
    also: z
      .array(z.enum(confirmableKinds))
      .max(confirmableKinds.length)
      .default([])
      .describe('Kinds of files that are confirmed besides this one. By default none.'),
  })
  .describe('Who confirms a change that somebody else proposed.');

const dutiesSpec = z.strictObject({
  policies: z
    .string()
    .max(100_000)
    .describe('Policies in the language Cedar, each with `@id` and `@reason`.'),
  confirmation: confirmation.exactOptional(),
});

/** `kind: Duties`: which duties of one release must not come together in one person. */
export const dutiesDocument = documentOf('Duties', dutiesSpec).meta({
  title: 'Duties',
  description: 'Which duties of one release must not come together in one person.',
});

/** What the document means. */
export function toDutySet({ metadata, spec }: z.output<typeof dutiesDocument>): DutySet {
  return { name: metadata.name, ...spec };
}
