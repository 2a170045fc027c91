import { z } from 'zod';
import { changeCalendar } from '../calendar/wake-holders.ts';
import { type AppliedChange, apply } from '../catalog/apply.ts';
import { filesBody } from '../catalog/read-files.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';

const query = z.strictObject({
  dryRun: z.stringbool().default(false).describe('Says what would change, and changes nothing.'),
});

const change: z.ZodType<AppliedChange> = z.object({
  kind: z.enum(['Catalog', 'Policy', 'Calendar', 'Portfolio', 'Duties']),
  name: z.string(),
  change: z.enum(['added', 'changed', 'unchanged']),
  differences: z.array(
    z.object({
      change: z.enum(['added', 'removed', 'changed']),
      pointer: z.string(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ),
  version: z.number().int().nullable().describe('Null in a dry run.'),
});

export const applyFiles = defineEndpoint({
  summary: 'Apply catalog, policies, calendars, portfolios and duties',
  description:
    'All files are applied, or none. What is not sent stays as it is. ' +
    'Running releases keep the copies that their plans carry.',
  params: nothing,
  query,
  body: filesBody,
  answers: {
    200: z
      .object({ dryRun: z.boolean(), documents: z.array(change).readonly() })
      .meta({ id: 'AppliedFiles' }),
  },
  async handle({ body, query: { dryRun }, caller }, services) {
    const order = { by: caller.actor.subject, dryRun };
    const documents = await changeCalendar(services, () => apply(body, order, services));
    return { status: 200, body: { dryRun, documents } };
  },
});
