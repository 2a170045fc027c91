import { createServer } from 'node:http';
import { log } from './log.mjs';
import { Problem } from './problem.mjs';
import { readJson } from './read-json.mjs';

/**
 * An HTTP server for `routes`, such as `{ 'GET /orders/:id': handler }`. A handler receives
 * `{ params, body }` and resolves to `{ status, json }` or `{ status, html }`.
 *
 * Every service answers `GET /healthz` (by `checkHealth`, which throws when something is missing)
 * and `GET /version`. Every answer names the version in a header, so that a caller knows which one
 * it met.
 */
export function createService({ name, release, checkHealth = async () => {}, routes }) {
  const table = compile({
    'GET /healthz': async () => health(checkHealth),
    'GET /version': async () => ({ status: 200, json: { service: name, ...release } }),
    ...routes,
  });
  const respond = async (request, response) => {
    const answer = await answerTo(table, request);
    response.setHeader('x-version', release.version);
    // A server that has stopped listening lets callers go after the answer they are waiting for.
    if (!server.listening || answer.status === 413) response.setHeader('connection', 'close');
    const type = answer.html === undefined ? 'application/json' : 'text/html; charset=utf-8';
    response.writeHead(answer.status, { 'content-type': type });
    response.end(answer.html ?? JSON.stringify(answer.json));
  };
  const server = createServer((request, response) => void respond(request, response));
  return server;
}

function compile(routes) {
  return Object.entries(routes).map(([route, handle]) => {
    const [method, pathname] = route.split(' ');
    return { method, pattern: new URLPattern({ pathname }), handle };
  });
}

async function answerTo(table, request) {
  try {
    const [pathname] = request.url.split('?', 1);
    for (const { method, pattern, handle } of table) {
      const match = method === request.method && pattern.exec({ pathname });
      if (!match) continue;
      const body = method === 'POST' ? await readJson(request) : undefined;
      return await handle({ params: match.pathname.groups, body });
    }
    throw new Problem(404, 'not-found', `There is no ${request.method} ${pathname}.`);
  } catch (error) {
    return failure(error, request);
  }
}

function failure(error, request) {
  if (error instanceof Problem) {
    return { status: error.status, json: { code: error.code, message: error.message } };
  }
  log('request failed', { method: request.method, url: request.url, error: error.stack });
  return { status: 500, json: { code: 'internal', message: 'The service failed. See its log.' } };
}

async function health(checkHealth) {
  try {
    await checkHealth();
    return { status: 200, json: { status: 'healthy' } };
  } catch (error) {
    return { status: 503, json: { status: 'unhealthy', reason: error.message } };
  }
}
