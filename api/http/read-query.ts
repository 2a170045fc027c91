import type { z } from 'zod';
import { checkSchema } from '../problems/check-schema.ts';

/**
 * A query string of one schema. Throws a `Problem` (400) for parameters that are unknown, repeated
 * or not as described: a filter that was misspelt must not answer as if it were not there.
 */
export function readQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: unknown,
): z.output<Schema> {
  return checkSchema(schema, query, 'invalid-request');
}
