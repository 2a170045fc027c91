import { z } from 'zod';
import type { LedgerEvent } from '../../records/reads/read-events.ts';
import { defineEndpoint } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { readQuery } from '../http/read-query.ts';
import { readingPage } from '../http/reading-page.ts';
import { type Streamed, streamEvents } from '../http/stream-events.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { eventPageSchema } from '../schemas/event.ts';
import { releaseParams } from '../schemas/field.ts';
import { pageSizeField, pageTokenField } from '../schemas/paging.ts';

const headers = z.object({
  'Last-Event-ID': z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe('For a stream: the position of the last entry that you have.'),
});

export const readEvents = defineEndpoint({
  summary: 'Read the ledger of a release, in pages or live',
  description:
    'With `Accept: text/event-stream` the answer stays open: every entry so far, ' +
    'then each new one as it is recorded. ' +
    'Event ids are positions.',
  params: releaseParams,
  query: z.strictObject({ pageSize: pageSizeField, pageToken: pageTokenField.optional() }),
  body: noBody,
  headers,
  streams: 'text/event-stream',
  answers: { 200: eventPageSchema },
  async handle({ params: { release }, query, caller }, { records, log, stopping }) {
    await sealedPlanOf(release, records);
    if (!caller.header('Accept')?.includes('text/event-stream')) {
      return { status: 200, body: await readingPage(records.readEvents(release, query)) };
    }
    const given = { 'Last-Event-ID': caller.header('Last-Event-ID') };
    const after = readQuery(headers, given)['Last-Event-ID'] ?? 0;
    const follow = (signal: AbortSignal) => streamed(records.follow(release, after, signal));
    const { expiresAt } = caller.actor;
    const live = { follow, endsAt: expiresAt, closing: stopping.closing, log };
    return { stream: streamEvents(live) };
  },
});

async function* streamed(entries: AsyncIterable<LedgerEvent>): AsyncGenerator<Streamed> {
  for await (const entry of entries) {
    yield { event: entry.sort, id: String(entry.position), data: entry };
  }
}
