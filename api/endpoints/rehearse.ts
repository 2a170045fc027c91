import { randomUUID } from 'node:crypto';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { orderOf } from '../rehearsals/order.ts';
import { readAccount } from '../rehearsals/read-account.ts';
import { rehearsalBody, rehearsalSchema } from '../schemas/rehearsal.ts';

const answerWithinMs = 30_000;

export const rehearse = defineEndpoint({
  summary: 'Rehearse a release with simulated tools, in simulated time',
  description:
    'Runs the real workflows on a Temporal server of their own whose time is skipped, and says ' +
    'when the release would wait for what, for whom, and how it would end. Nothing is deployed ' +
    'or sent; recorded is only what was rehearsed, with which plan, and how it ended. People ' +
    'answer yes as soon as they are asked. What is not there after 30 s is answered 202, and ' +
    'found under `links.self`.',
  params: nothing,
  query: nothing,
  body: jsonBody(rehearsalBody),
  answers: { 200: rehearsalSchema, 202: rehearsalSchema },
  async handle({ body, caller }, services) {
    const { rehearsals } = services.releases;
    const order = await orderOf(body, caller.actor, services);
    await rehearsals.requireHost();
    const rehearsal = randomUUID();
    await services.records.noteRehearsal(rehearsal, order);
    await rehearsals.start(rehearsal, order);
    const view = await readAccount(rehearsal, answerWithinMs, services);
    const headers = { Location: view.links.self };
    if (view.state === 'done') return { status: 200, body: view, headers };
    return { status: 202, body: view, headers };
  },
});
