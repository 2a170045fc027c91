import { askForAccess as ask } from '../access-grants/ask.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { readQuery } from '../http/read-query.ts';
import { accessBody, accessSchema, awaitedAccessSchema } from '../schemas/access.ts';
import { idempotencyHeaders } from '../schemas/field.ts';
import { accessView } from '../views/access-view.ts';

export const askForAccess = defineEndpoint({
  summary: 'Ask to be let into something of an environment, for a time',
  description:
    'Somebody else decides, of the groups that the catalog names. At its end it is taken away, ' +
    'whatever happens.',
  params: nothing,
  query: nothing,
  body: jsonBody(accessBody),
  headers: idempotencyHeaders,
  answers: { 201: accessSchema, 202: awaitedAccessSchema },
  async handle({ body, caller }, services) {
    const given = { 'Idempotency-Key': caller.header('Idempotency-Key') };
    const key = readQuery(idempotencyHeaders, given)['Idempotency-Key'] ?? null;
    const { until = null, duration = null, release = null, ...rest } = body;
    const order = { ...rest, until, durationMs: duration, release };
    const { access, state } = await ask(order, key, caller.actor, services);
    const headers = { Location: `/v1/access/${access}` };
    const awaited = { access, phase: 'awaited' } as const;
    if (state === null) return { status: 202, body: awaited, headers };
    return { status: 201, body: await accessView(state, services.records), headers };
  },
});
