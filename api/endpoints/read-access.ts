import { loadAccess } from '../access-grants/load-access.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { accessParams, accessSchema } from '../schemas/access.ts';
import { accessView } from '../views/access-view.ts';

export const readAccess = defineEndpoint({
  summary: 'Read an access',
  params: accessParams,
  query: nothing,
  body: noBody,
  answers: { 200: accessSchema },
  async handle({ params: { access } }, { records }) {
    const state = await loadAccess(access, records);
    return { status: 200, body: await accessView(state, records) };
  },
});
