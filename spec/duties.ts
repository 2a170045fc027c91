import { z } from 'zod';
import type { DutySet } from '../domain/duties/duty-set.ts';
import { documentOf } from './document.ts';

const dutiesSpec = z.strictObject({
  policies: z
    .string()
    .max(100_000)
    .describe('Policies in the language Cedar, each with `@id` and `@reason`.'),
});

/** `kind: Duties`: which duties of one release must not come together in one person. */
export const dutiesDocument = documentOf('Duties', dutiesSpec).meta({
  title: 'Duties',
  description: 'Which duties of one release must not come together in one person.',
});

/** What the document means. */
export function toDutySet({ metadata, spec }: z.output<typeof dutiesDocument>): DutySet {
  return { name: metadata.name, policies: spec.policies };
}
