import { z } from 'zod';
import { name } from '../../spec/field/name.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { readingPage } from '../http/reading-page.ts';
import { nextPageTokenField, pageSizeField, pageTokenField } from '../schemas/paging.ts';
import { listedReleaseSchema } from '../schemas/release-list.ts';
import { listedRelease } from '../views/listed-release.ts';

const query = z.strictObject({
  state: name.optional().describe('Phase or state, such as `waiting` or `released`.'),
  service: name.optional(),
  environment: name.optional(),
  team: name.optional().describe('A group that owns one of the services.'),
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}+$/u, 'A text to look for has no control characters.')
    .optional()
    .describe('Part of the name or title.'),
  pageSize: pageSizeField,
  pageToken: pageTokenField.optional(),
});

export const listReleases = defineEndpoint({
  summary: 'List releases, the newest first',
  params: nothing,
  query,
  body: noBody,
  answers: {
    200: z
      .object({
        releases: z.array(listedReleaseSchema).readonly(),
        nextPageToken: nextPageTokenField,
      })
      .meta({ id: 'ReleasePage' }),
  },
  async handle({ query: filter }, { records }) {
    const page = await readingPage(records.listReleases(filter));
    const { nextPageToken } = page;
    return { status: 200, body: { releases: page.releases.map(listedRelease), nextPageToken } };
  },
});
