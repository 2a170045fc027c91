import type { Request, Response } from 'express';
import { ipKeyGenerator, type RateLimitRequestHandler, rateLimit } from 'express-rate-limit';
import { Problem } from '../problem.ts';
import { passThrough } from './pass-through.ts';

export type RateLimits = {
  /** Requests of one person from one address in a minute. */
  readonly perActorPerMinute: number;
  /** Requests of one address in a minute that were answered 401. */
  readonly refusedPerMinute: number;
};

export const defaultRateLimits: RateLimits = { perActorPerMinute: 1200, refusedPerMinute: 60 };

export type RateLimiter = {
  /** After a token was refused. Throws a `Problem` (429) when the address has guessed too often. */
  countRefusal(request: Request, response: Response): Promise<void>;
  /** Throws a `Problem` (429) when the person has sent too many requests from this address. */
  admit(request: Request, response: Response, subject: string): Promise<void>;
};

/** Counts in this process: with several API processes each allows as much. */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const subjects = new WeakMap<Request, string>();
  const refusals = limiter(limits.refusedPerMinute, addressOf);
  const requests = limiter(
    limits.perActorPerMinute,
    (request) => `${subjects.get(request) ?? ''} ${addressOf(request)}`,
  );
  return {
    countRefusal: (request, response) => passThrough(refusals, request, response),
    async admit(request, response, subject) {
      subjects.set(request, subject);
      await passThrough(requests, request, response);
    },
  };
}

function limiter(
  limit: number,
  keyGenerator: (request: Request) => string,
): RateLimitRequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Which proxies are believed is configured; what others claim about addresses is not worth a
    // warning.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) => next(tooMany(limit)),
  });
}

function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}

function tooMany(limit: number): Problem {
  return new Problem('too-many-requests', {
    detail: `More than ${limit} requests came within a minute.`,
  });
}
