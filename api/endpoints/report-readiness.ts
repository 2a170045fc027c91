import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';

const check = z.enum(['ok', 'away']);

const readiness = z
  .object({
    status: z.enum(['ready', 'not-ready']),
    checks: z.object({ postgresql: check, temporal: check }),
  })
  .meta({ id: 'Readiness' });

export const reportReadiness = defineEndpoint({
  summary: 'Whether PostgreSQL and Temporal answer, and the process has not been told to stop',
  params: nothing,
  query: nothing,
  body: noBody,
  answers: { 200: readiness, 503: readiness },
  async handle(_input, { records, releases, stopping }) {
    const [postgresql, temporal] = await Promise.all([
      answers(records.ping()),
      answers(releases.requireReachable()),
    ]);
    const checks = { postgresql, temporal };
    if (postgresql === 'ok' && temporal === 'ok' && !stopping.told.aborted) {
      return { status: 200, body: { status: 'ready' as const, checks } };
    }
    return { status: 503, body: { status: 'not-ready' as const, checks } };
  },
});

async function answers(call: Promise<unknown>): Promise<'ok' | 'away'> {
  return call.then(
    () => 'ok',
    () => 'away',
  );
}
