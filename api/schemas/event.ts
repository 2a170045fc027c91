import { z } from 'zod';
import type { LedgerAction } from '../../activities/ports/records.ts';
import type { ReleaseEvent, ReleaseFact } from '../../domain/release/event.ts';
import type { LedgerEvent } from '../../records/reads/read-events.ts';
import { nextPageTokenField } from './paging.ts';

const event = z.custom<ReleaseEvent>().meta({
  id: 'ReleaseEvent',
  type: 'object',
  description: 'What happened. What it holds besides depends on its `type`.',
  required: ['type'],
  properties: { type: { type: 'string', examples: ['stage.started'] } },
});

const fact: z.ZodType<ReleaseFact> = z
  .object({
    seq: z.number().int().describe('From 1, without gaps.'),
    at: z.string().describe('RFC 3339, the time of the workflow.'),
    event,
  })
  .meta({ id: 'ReleaseFact' });

const action: z.ZodType<LedgerAction> = z
  .object({
    key: z.string(),
    phase: z.enum(['intent', 'outcome']),
    action: z.string(),
    by: z.string().describe('The worker that carried it out.'),
    at: z.string(),
    attempt: z.number().int(),
    outcome: z.enum(['done', 'failed']).nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'LedgerAction', description: 'What a worker was about to do to a tool, or did.' });

const chained = {
  position: z.number().int().describe('Place in the chain of the release, from 1.'),
  recordedAt: z.string(),
  hash: z.string().describe('Of this entry and the one before it.'),
};

const ledgerEventSchema: z.ZodType<LedgerEvent> = z
  .discriminatedUnion('sort', [
    z.object({ ...chained, sort: z.literal('fact'), fact }),
    z.object({ ...chained, sort: z.literal('action'), action }),
  ])
  .meta({ id: 'LedgerEvent' });

export const eventPageSchema = z
  .object({ events: z.array(ledgerEventSchema).readonly(), nextPageToken: nextPageTokenField })
  .meta({ id: 'LedgerEventPage' });
