import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { activeTraceId } from '../../telemetry/trace-fields.ts';
import type { Problem } from '../problem.ts';
import { toProblem } from '../problems/to-problem.ts';
import { requestFields, requestIdOf } from './request-log.ts';

/**
 * The last handler: answers every error as `application/problem+json`, and logs those that are
 * ours.
 */
export function createSendProblem(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      log.error({ ...requestFields(request), err: problem.cause ?? error }, problem.message);
    }
    if (response.headersSent) {
      // Half of a stream has gone out: closing it is all that is left to say.
      response.destroy();
      return;
    }
    sendProblem(problem, request, response);
  };
}

function sendProblem(problem: Problem, request: Request, response: Response): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem.toBody(activeTraceId() ?? requestIdOf(request))));
}
