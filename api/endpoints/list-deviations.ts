import { z } from 'zod';
import { deviationStandings } from '../../domain/deviation/standing.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { readingPage } from '../http/reading-page.ts';
import { deviationSchema } from '../schemas/deviation.ts';
import { nextPageTokenField, pageSizeField, pageTokenField } from '../schemas/paging.ts';
import { deviationViews } from '../views/deviation-view.ts';

const query = z.strictObject({
  standing: z.enum(deviationStandings).optional().describe('Only those that stand so.'),
  pageSize: pageSizeField.describe('How many releases are looked through for one page.'),
  pageToken: pageTokenField.optional(),
});

const listed = z
  .object({ release: z.string(), title: z.string(), deviation: deviationSchema })
  .meta({ id: 'ListedDeviation' });

export const listDeviations = defineEndpoint({
  summary: 'List deviations of all releases, those of the newest release first',
  description:
    'A page can hold few entries or none and still have a next one: it looks through a number of ' +
    'releases, closed ones among them.',
  params: nothing,
  query,
  body: noBody,
  answers: {
    200: z
      .object({ deviations: z.array(listed).readonly(), nextPageToken: nextPageTokenField })
      .meta({ id: 'DeviationPage' }),
  },
  async handle({ query: { standing, ...paging } }, { records, clock }) {
    const page = await readingPage(records.listReleases(paging));
    const now = clock().toISOString();
    const deviations = page.releases.flatMap(({ release, state }) =>
      deviationViews(state.askedDeviations, now)
        .filter((deviation) => standing === undefined || deviation.standing === standing)
        .map((deviation) => ({ release, title: state.title, deviation })),
    );
    return { status: 200, body: { deviations, nextPageToken: page.nextPageToken } };
  },
});
