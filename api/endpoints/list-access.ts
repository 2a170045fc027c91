import { z } from 'zod';
import { isSettled } from '../../domain/access/state.ts';
import { name } from '../../spec/field/name.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { accessListSchema } from '../schemas/access.ts';
import { accessView } from '../views/access-view.ts';

const query = z.strictObject({
  mine: z.stringbool().default(false).describe('Only what you have asked for.'),
  environment: name.optional().describe('Only what is in that environment.'),
  ended: z.stringbool().default(false).describe('Also what has ended.'),
});

export const listAccess = defineEndpoint({
  summary: 'List who is let into what until when',
  description: 'Of the latest thousand that were asked for.',
  params: nothing,
  query,
  body: noBody,
  answers: { 200: accessListSchema },
  async handle({ query: { mine, environment = null, ended }, caller: { actor } }, { records }) {
    const askedBy = mine ? actor.subject : null;
    const listed = await records.listAccess({ askedBy, environment });
    const shown = listed.filter((state) => ended || !isSettled(state));
    const access = await Promise.all(shown.map((state) => accessView(state, records)));
    return { status: 200, body: { access } };
  },
});
