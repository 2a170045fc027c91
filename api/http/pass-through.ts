import type { Request, RequestHandler, Response } from 'express';

/**
 * Runs one Express middleware as a step: resolves when it passes on, rejects with what it passes
 * on.
 */
export function passThrough(
  middleware: RequestHandler,
  request: Request,
  response: Response,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown): void => {
      if (error === undefined) resolve();
      else reject(error);
    };
    Promise.resolve(middleware(request, response, next)).catch(reject);
  });
}
