import type { JsonSchema } from './json-schema.ts';
import type { Path } from './problem.ts';

/**
 * The parts of a schema that speak of a path of this value. Where a schema has alternatives, those
 * are left out whose fixed values contradict what stands there.
 */
export function schemaAt(root: JsonSchema, value: unknown, path: Path): readonly JsonSchema[] {
  let candidates = alternativesOf(root, value);
  let current = value;
  for (const part of path) {
    const here = current;
    current = memberOf(here, part);
    candidates = candidates
      .flatMap((schema) => childOf(schema, part))
      .flatMap((schema) => alternativesOf(schema, current));
  }
  return candidates;
}

/** The keys that the schemas know. */
export function keysOf(candidates: readonly JsonSchema[]): readonly string[] {
  const keys = candidates.flatMap((schema) => [
    ...Object.keys(schema.properties ?? {}),
    ...namesOf(schema.propertyNames),
  ]);
  return [...new Set(keys)];
}

/** What the schemas say of the place, for people; empty when they say nothing. */
export function descriptionOf(candidates: readonly JsonSchema[]): string {
  return candidates.find(({ description }) => description !== undefined)?.description ?? '';
}

/** The value that stands at the end of a path, or undefined. */
export function memberAt(value: unknown, path: Path): unknown {
  return path.reduce(memberOf, value);
}

function memberOf(value: unknown, part: string | number): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
  const member: unknown = Reflect.get(value, part);
  return member;
}

function childOf(schema: JsonSchema, part: string | number): readonly JsonSchema[] {
  const property = Object.hasOwn(schema.properties ?? {}, part)
    ? schema.properties?.[part]
    : typeof part === 'number'
      ? schema.items
      : schema.additionalProperties;
  return [property].flat().filter(isSchema);
}

function alternativesOf(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const alternatives = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter(isSchema);
  if (alternatives.length === 0) return [schema];
  const fitting = alternatives.filter((alternative) => !contradicts(alternative, value));
  const chosen = fitting.length > 0 ? fitting : alternatives;
  return [schema, ...chosen.flatMap((alternative) => alternativesOf(alternative, value))];
}

function contradicts(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(schema.properties ?? {}).some(
    ([key, property]) =>
      isSchema(property) && property.const !== undefined && memberOf(value, key) !== property.const,
  );
}

function namesOf(names: unknown): readonly string[] {
  if (!isSchema(names)) return [];
  return (names.enum ?? []).filter((name) => typeof name === 'string');
}

function isSchema(schema: unknown): schema is JsonSchema {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}
