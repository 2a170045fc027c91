import { z } from 'zod';
import type { StandIn } from '../../domain/approval/delegation.ts';
import { askingPhases, isAskedNow } from '../../domain/deviation/late-decisions.ts';
import type { ListedRelease } from '../../records/reads/list-releases.ts';
import type { Actor } from '../access/actor.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { noBody } from '../http/body-reader.ts';
import { readingPage } from '../http/reading-page.ts';
import { sealedPlanOf } from '../releases/load-release.ts';
import { nextPageTokenField, pageSizeField, pageTokenField } from '../schemas/paging.ts';
import { requirementSchema } from '../schemas/requirement.ts';
import { sinceLastSchema } from '../schemas/since-last.ts';
import type { Services } from '../services.ts';
import { type ApprovalView, approvalsOf } from '../views/approval-view.ts';
import { sinceLast } from '../views/since-last.ts';

const query = z.strictObject({
  mine: z
    .enum(['', 'true', 'false', 'all'])
    .default('all')
    .describe(
      'Alone or `true`: only what you may decide now. `all`, or left out: also what you may ' +
        'not, and why.',
    ),
  pageSize: pageSizeField.describe('How many open releases are looked through for one page.'),
  pageToken: pageTokenField.optional(),
});

const approval: z.ZodType<ApprovalView> = z
  .object({
    release: z.string(),
    title: z.string(),
    requirement: requirementSchema,
    youMayDecide: z.boolean(),
    whyNot: z.string().nullable(),
    sinceYourLast: sinceLastSchema
      .nullable()
      .describe('Your earlier decision that counts no more, and what changed since.'),
  })
  .meta({ id: 'Approval' });

export const listApprovals = defineEndpoint({
  summary: 'List what waits for people’s decisions',
  description:
    'A page can hold few entries or none and still have a next one: it ' +
    'looks through a number of open releases.',
  params: nothing,
  query,
  body: noBody,
  answers: {
    200: z
      .object({ approvals: z.array(approval).readonly(), nextPageToken: nextPageTokenField })
      .meta({ id: 'ApprovalPage' }),
  },
  async handle({ query: { mine, ...paging }, caller: { actor } }, services) {
    const onlyMine = mine === '' || mine === 'true';
    const filter = { ...paging, phases: askingPhases };
    const page = await readingPage(services.records.listReleases(filter));
    const standIns = await services.records.standInsOf(
      actor.subject,
      services.clock().toISOString(),
    );
    const person = { ...actor, standIns };
    const found = await Promise.all(
      page.releases.map((listed) => waitingIn(listed, person, services)),
    );
    const approvals = found.flat().filter(({ youMayDecide }) => youMayDecide || !onlyMine);
    return { status: 200, body: { approvals, nextPageToken: page.nextPageToken } };
  },
});

async function waitingIn(
  { release, state }: ListedRelease,
  person: Actor & { readonly standIns: readonly StandIn[] },
  { records, clock }: Services,
): Promise<readonly ApprovalView[]> {
  if (!state.requirements.some((requirement) => isAskedNow(state, requirement))) return [];
  const { plan } = await sealedPlanOf(release, records);
  const views = approvalsOf({ release, plan, state }, person, clock().toISOString());
  return Promise.all(
    views.map(async (view) => {
      const { requirement } = view;
      const at = { release, state };
      const sinceYourLast = await sinceLast(at, requirement, person.subject, records);
      return { ...view, sinceYourLast };
    }),
  );
}
