import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { askForLowering as ask } from '../lowerings/ask.ts';
import { readWrittenRelease } from '../plans/release-body.ts';
import { loweringBody, loweringSchema } from '../schemas/lowering.ts';
import { loweringView } from '../views/lowering-view.ts';

export const askForLowering = defineEndpoint({
  summary: 'Ask that a release may have less rigor than its risk asks for',
  description:
    'Before it starts, for exactly what is sent. Somebody else of the group that the policy ' +
    'names grants it; the same document then compiles, and its plan names the exemption.',
  params: nothing,
  query: nothing,
  body: jsonBody(loweringBody),
  answers: { 201: loweringSchema },
  async handle({ body: { spec, ...order }, caller }, services) {
    const written = readWrittenRelease(spec, '/spec');
    const asked = await ask({ written, ...order }, caller.actor, services);
    return { status: 201, body: loweringView(asked, services.clock().toISOString()) };
  },
});
