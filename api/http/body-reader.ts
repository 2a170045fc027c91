import type { z } from 'zod';
import { checkSchema } from '../problems/check-schema.ts';
import { readJson } from './read-json.ts';

/**
 * A body as it came: within the size limit, decoded as UTF-8, of a media type that the endpoint
 * reads.
 */
export type RawBody = { readonly mediaType: string; readonly text: string };

export type BodyReader<Body> = {
  /**
   * By media type, for the check beforehand and for the reference: a zod schema or a JSON Schema.
   */
  readonly content: Readonly<Record<string, BodyContent>>;
  /** Understands the text, or throws a `Problem` that names every place. */
  readonly read: (raw: RawBody) => Body;
};

export type BodyContent = {
  readonly schema: z.ZodType | Readonly<Record<string, unknown>>;
  readonly description?: string;
};

/** For endpoints that read no body. */
export const noBody: BodyReader<null> = { content: {}, read: () => null };

/** A JSON body of one schema. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema): BodyReader<z.output<Schema>> {
  return {
    content: { 'application/json': { schema } },
    read: ({ text }) => checkSchema(schema, readJson(text), 'invalid-body'),
  };
}
