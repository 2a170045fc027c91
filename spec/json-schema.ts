import { z } from 'zod';
import { type Kind, kinds } from './document.ts';
import { schemas } from './documents.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const known = new Map<Kind, JsonSchema>();

/** The JSON Schema (draft-07) of a kind as people write it, for editors and for the reference. */
export function jsonSchemaOf(kind: Kind): JsonSchema {
  const existing = known.get(kind);
  if (existing !== undefined) return existing;
  const schema = z.toJSONSchema(schemas[kind], { io: 'input', target: 'draft-07' });
  const published = {
    ...schema,
    $id: `https://tidegate.dev/schemas/v1/${kind.toLowerCase()}.json`,
  };
  known.set(kind, published);
  return published;
}

/** The JSON Schemas of all kinds. */
export function allJsonSchemas(): readonly JsonSchema[] {
  return kinds.map(jsonSchemaOf);
}
