import type { Response } from 'supertest';
import type { ProblemBody } from '../../../api/problem.ts';

/** The problem that an answer holds. Fails when it is none, or lacks what every problem has. */
export function problemOf(response: Response): ProblemBody & Record<string, unknown> {
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const body: unknown = JSON.parse(response.text);
  expect(body).toMatchObject({
    type: expect.stringMatching(/^https:\/\/tidegate\.dev\/problems\/[a-z/-]+$/),
    title: expect.stringMatching(/\w/),
    status: response.status,
    detail: expect.stringMatching(/\w/),
    code: expect.stringMatching(/^[a-z/-]+$/),
    remedy: expect.stringMatching(/\w/),
    errors: expect.any(Array),
    traceId: response.headers['x-request-id'],
  });
  expect(response.text).not.toMatch(/\bat [\w./<>]+:\d+:\d+|node_modules|\.ts:/);
  return body as ProblemBody & Record<string, unknown>;
}
