import { z } from 'zod';
import { resourceOf } from '../../domain/access/access.ts';
import { whyNotDecided } from '../../domain/access/why-not-granted.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { accessListSchema } from '../schemas/access.ts';
import { accessView } from '../views/access-view.ts';

const query = z.strictObject({
  mine: z.stringbool().default(false).describe('Only what you can confirm.'),
});

export const listAccessReviews = defineEndpoint({
  summary: 'List what ends unless somebody confirms it',
  description: 'What ends first comes first. Confirm it at /v1/access/{access}/confirmations.',
  params: nothing,
  query,
  body: noBody,
  answers: { 200: accessListSchema },
  async handle({ query: { mine }, caller: { actor } }, { records }) {
    const environments = (await records.catalog())?.catalog.environments ?? [];
    const listed = (await records.listAccess({ askedBy: null, environment: null }))
      .filter(({ phase, confirmBy }) => phase === 'standing' && confirmBy !== null)
      .filter(({ request, asked }) => {
        const person = { askedBy: asked.by, by: actor.subject, groups: actor.groups };
        return !mine || whyNotDecided(person, resourceOf(environments, request)) === null;
      })
      .toSorted(
        (left, right) => Date.parse(left.confirmBy ?? '') - Date.parse(right.confirmBy ?? ''),
      );
    const access = await Promise.all(listed.map((state) => accessView(state, records)));
    return { status: 200, body: { access } };
  },
});
