import { type Request, type Response, Router } from 'express';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import { toProblem } from '../problems/to-problem.ts';
import type { Route } from '../route.ts';
import type { Services } from '../services.ts';
import { nameRoute } from './measure-requests.ts';
import type { RateLimiter } from './rate-limit.ts';
import { readBody } from './read-body.ts';
import { sendAnswer } from './send-answer.ts';

const nobody: Actor = {
  subject: 'nobody',
  roles: new Set(),
  groups: [],
  expiresAt: new Date(8.64e15),
};

/** An Express router for the routes. Each one admits the caller before it reads a body. */
export function mountRoutes(
  routes: readonly Route[],
  services: Services,
  limiter: RateLimiter,
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const route of routes) {
    router[route.method](expressPath(route.path), async (request, response) => {
      nameRoute(response, route.path);
      const actor = await admit(route, services, limiter, request, response);
      const { endpoint } = route;
      const answer = await endpoint.serve(
        {
          params: request.params,
          query: request.query,
          body: await readBody(request, response, endpoint.body),
          caller: { actor, header: (name) => request.get(name) },
        },
        services,
      );
      if ('stream' in answer) await answer.stream(request, response);
      else sendAnswer(answer, response);
    });
  }
  for (const [path, methods] of methodsByPath(routes)) {
    router.all(expressPath(path), (request) => refuseMethod(request, methods));
  }
  return router;
}

/** Who sends the request, if they may: a valid token first, then the rate, then the role. */
async function admit(
  { access }: Route,
  { authenticate }: Services,
  limiter: RateLimiter,
  request: Request,
  response: Response,
): Promise<Actor> {
  if (access === 'public') {
    await limiter.admit(request, response, nobody.subject);
    return nobody;
  }
  const actor = await authenticate(request).catch(async (error: unknown) => {
    if (toProblem(error).status === 401) await limiter.countRefusal(request, response);
    throw error;
  });
  await limiter.admit(request, response, actor.subject);
  if (actor.roles.has(access)) return actor;
  throw new Problem('role-missing', {
    detail: `This takes the role ${access}; you have ${[...actor.roles].join(', ')}.`,
    members: { rule: `role/${access}` },
  });
}

function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function methodsByPath(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, readonly string[]>();
  for (const { path, method } of routes) {
    methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  }
  return methods;
}

function refuseMethod(request: Request, methods: readonly string[]): never {
  throw new Problem('method-not-allowed', {
    detail: `${request.path} takes ${methods.join(', ')}, not ${request.method}.`,
    headers: { Allow: methods.join(', ') },
  });
}
