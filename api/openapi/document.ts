import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { catalogue } from '../problems/catalogue.ts';
import type { Route } from '../route.ts';
import { problemSchema } from '../schemas/problem.ts';

/**
 * The OpenAPI 3.1 document of the routes, made from the same schemas that requests are checked
 * with.
 */
export function createOpenApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  for (const route of routes) registry.registerPath(toPath(route));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Tidegate', version: '1', description },
    servers: [{ url: '/' }],
  });
  return { ...document };
}

const description = [
  'Releases as durable workflows: plan, approve, release, watch, take back, review.',
  'Every refusal is an RFC 9457 problem with a stable `code`, every place that is wrong, ' +
    'and a remedy.',
].join(' ');

function toPath({ method, path, access, endpoint }: Route): RouteConfig {
  const roleNote = access === 'public' ? 'Needs no token.' : `Needs the role \`${access}\`.`;
  return {
    method,
    path,
    operationId: operationIdOf(method, path),
    summary: endpoint.summary,
    description: [endpoint.description, roleNote].filter(Boolean).join('\n\n'),
    tags: [tagOf(path)],
    security: access === 'public' ? [] : [{ bearer: [] }],
    request: {
      params: endpoint.params,
      query: endpoint.query,
      ...(endpoint.headers === undefined ? {} : { headers: endpoint.headers }),
      ...bodyOf(endpoint),
    },
    responses: { ...answersOf(endpoint), ...problemsOf(access === 'public', endpoint) },
  };
}

function bodyOf({ body }: Endpoint): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  const content = Object.entries(body.content);
  if (content.length === 0) return {};
  return { body: { required: true, content: Object.fromEntries(content) } };
}

function answersOf({ answers, streams }: Endpoint): RouteConfig['responses'] {
  if (streams !== undefined && Object.keys(answers).length === 0) {
    const content = { [streams]: { schema: z.string().meta({ format: 'binary' }) } };
    return { 200: { description: 'Sent.', content } };
  }
  const described = Object.entries(answers).map(([status, schema]): [string, ResponseConfig] => {
    const stream = streams === undefined ? {} : { [streams]: { schema: z.string() } };
    const hasBody = !(schema instanceof z.ZodNull);
    const content = hasBody ? { content: { 'application/json': { schema }, ...stream } } : {};
    return [status, { description: statusWords[status] ?? 'Answered.', ...content }];
  });
  return Object.fromEntries(described);
}

/** The statuses that a route can answer with before or instead of its own. */
function problemsOf(isPublic: boolean, { body, answers }: Endpoint): RouteConfig['responses'] {
  const statuses = [400, 404, 409, 429, 500, 503];
  if (!isPublic) statuses.push(401, 403);
  if (Object.keys(body.content).length > 0) statuses.push(413, 415, 422);
  const content = { 'application/problem+json': { schema: problemSchema } };
  return Object.fromEntries(
    statuses
      .filter((status) => answers[status] === undefined)
      .map((status) => [status, { description: codesOf(status), content }]),
  );
}

function codesOf(status: number): string {
  const codes = Object.entries(catalogue).filter(([, kind]) => kind.status === status);
  return codes.map(([code, { title }]) => `\`${code}\`: ${title}.`).join('\n');
}

const statusWords: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken, and not answered yet: `Location` says where the receipt will be.',
  204: 'Done; there is nothing to say.',
  503: 'Not ready.',
};

function operationIdOf(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'v1');
  return [method, ...words].join('-');
}

function tagOf(path: string): string {
  const [first = '', second] = path.split('/').slice(1);
  return first === 'v1' ? (second ?? first) : 'health';
}
