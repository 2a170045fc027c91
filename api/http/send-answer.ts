import type { Response } from 'express';
import type { Answer } from '../endpoint.ts';

/**
 * Sends an answer as JSON; without a body when there is none. Nobody may keep what is behind a
 * token.
 */
export function sendAnswer({ status, body, headers = {} }: Answer, response: Response): void {
  response.status(status).set('Cache-Control', 'no-store').set(headers);
  if (body === null) response.end();
  else response.json(body);
}
