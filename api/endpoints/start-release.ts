import { z } from 'zod';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { jsonBody } from '../http/body-reader.ts';
import { readQuery } from '../http/read-query.ts';
import { readWrittenRelease } from '../plans/release-body.ts';
import { start } from '../releases/start.ts';
import { digestField, idempotencyHeaders } from '../schemas/field.ts';
import { releaseDocumentField } from '../schemas/plan.ts';
import { linksSchema } from '../schemas/release.ts';
import { linksOf } from '../views/release-view.ts';

const body = z
  .strictObject({
    spec: releaseDocumentField,
    planDigest: digestField.describe('The digest that `POST /v1/plans` gave you.'),
  })
  .meta({ id: 'StartRequest' });

const started = z
  .object({ release: z.string(), planDigest: z.string(), links: linksSchema })
  .meta({ id: 'StartedRelease' });

export const startRelease = defineEndpoint({
  summary: 'Start a release with the plan that you saw',
  description:
    'Its name is this release for ever. The same request again is answered 200 and ' +
    'finishes what was cut short.',
  params: nothing,
  query: nothing,
  body: jsonBody(body),
  headers: idempotencyHeaders,
  answers: { 200: started, 201: started },
  async handle({ body: { spec, planDigest }, caller }, services) {
    const given = { 'Idempotency-Key': caller.header('Idempotency-Key') };
    const idempotencyKey = readQuery(idempotencyHeaders, given)['Idempotency-Key'] ?? null;
    const request = { written: readWrittenRelease(spec, '/spec'), planDigest, idempotencyKey };
    const { release, isNew } = await start(request, caller.actor, services);
    const links = linksOf(release, services.temporalUi);
    const answer = { body: { release, planDigest, links }, headers: { Location: links.self } };
    return isNew ? { status: 201, ...answer } : { status: 200, ...answer };
  },
});
