import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { allJsonSchemas, type JsonSchema, jsonSchemaOf } from '../../spec/json-schema.ts';

const example = (file: string): unknown =>
  parse(readFileSync(`examples/storefront/${file}`, 'utf8'));

describe('the published JSON Schema', () => {
  test('has an address of its own for each kind', () => {
    expect(allJsonSchemas().map(({ $id }) => $id)).toEqual([
      'https://tidegate.dev/schemas/v1/release.json',
      'https://tidegate.dev/schemas/v1/catalog.json',
      'https://tidegate.dev/schemas/v1/policy.json',
      'https://tidegate.dev/schemas/v1/calendar.json',
      'https://tidegate.dev/schemas/v1/portfolio.json',
      'https://tidegate.dev/schemas/v1/duties.json',
      'https://tidegate.dev/schemas/v1/audience.json',
    ]);
  });

  test('describes what people write, not what it becomes', () => {
    const review = JSON.stringify(jsonSchemaOf('Policy'));
    expect(review).toContain('"reviewDue"');
    expect(review).not.toContain('reviewDueMs');
  });

  test.each([
    ['Catalog', 'catalog.yaml'],
    ['Policy', 'policy.yaml'],
    ['Calendar', 'calendar.yaml'],
    ['Release', 'release-2.0.0.yaml'],
  ] as const)('of a %s accepts the example and no unknown key', (kind, file) => {
    const schema = z.fromJSONSchema(readable(jsonSchemaOf(kind)));
    const document = z.record(z.string(), z.unknown()).parse(example(file));
    expect(schema.safeParse(document).error).toBeUndefined();
    expect(schema.safeParse({ ...document, unknown: 1 }).success).toBe(false);
  });

  test('closes every object except the ones whose keys are names', () => {
    const open = allJsonSchemas().flatMap((schema) => openObjects(schema, schema.title ?? ''));
    expect(open).toEqual(['Catalog/…/settings']);
  });
});

/** Goes through text, so that the test reads what an editor reads. */
function readable(schema: JsonSchema): Parameters<typeof z.fromJSONSchema>[0] {
  const read: JsonSchema = JSON.parse(JSON.stringify(schema));
  return read;
}

function openObjects(node: unknown, path: string): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const entries = Object.entries(node);
  const properties: Record<string, unknown> = Object.fromEntries(entries);
  const closed = properties['additionalProperties'] !== undefined;
  const isOpen = properties['type'] === 'object' && !closed;
  const permissive = JSON.stringify(properties['additionalProperties']) === '{}';
  const own = isOpen || permissive ? [`${path.split('/')[0]}/…/${path.split('/').at(-1)}`] : [];
  return [...own, ...entries.flatMap(([key, value]) => openObjects(value, `${path}/${key}`))];
}
