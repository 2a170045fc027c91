import { z } from 'zod';
import { confirmations } from '../../domain/proposal/confirmation.ts';
import { appliedDocuments } from '../catalog/applied-documents.ts';
import { type AppliedChange, apply } from '../catalog/apply.ts';
import { filesBody } from '../catalog/read-files.ts';
import { tellOfChanges } from '../catalog/tell-of-changes.ts';
import { defineEndpoint, nothing } from '../endpoint.ts';
import { proposeFiles } from '../proposals/propose.ts';
import { documentChangeFields, proposalSchema } from '../schemas/proposal.ts';
import { proposalView } from '../views/proposal-view.ts';

const query = z.strictObject({
  dryRun: z.stringbool().default(false).describe('Says what would change, and changes nothing.'),
});

const change: z.ZodType<AppliedChange> = z.object({
  ...documentChangeFields,
  version: z.number().int().nullable().describe('Null where nothing was applied.'),
});

const confirmation = z
  .enum(confirmations)
  .describe(
    '`none`: it counts at once. `first`: so does the first set of duties; each change of it ' +
      'needs a second person. `needed`: it counts when a second person has confirmed it.',
  );

const applied = z
  .object({ dryRun: z.boolean(), confirmation, documents: z.array(change).readonly() })
  .meta({ id: 'AppliedFiles' });

const proposed = z
  .object({
    dryRun: z.literal(false),
    confirmation: z.literal('needed'),
    documents: z.array(change).readonly(),
    proposal: proposalSchema,
  })
  .meta({ id: 'ProposedFiles' });

export const applyFiles = defineEndpoint({
  summary: 'Apply catalog, policies, calendars, portfolios and duties',
  description:
    'All files are applied, or none. What is not sent stays as it is. ' +
    'Running releases keep the copies that their plans carry. ' +
    'A change of the duties, and of what they name besides, is proposed by this (202), and all ' +
    'that was sent along with it: it counts when somebody else confirms it.',
  params: nothing,
  query,
  body: filesBody,
  answers: { 200: applied, 202: proposed },
  async handle({ body, query: { dryRun }, caller }, services) {
    const by = caller.actor.subject;
    const propose: Parameters<typeof apply>[2]['propose'] = (documents, before) =>
      proposeFiles(documents, before, by, services);
    const parts = { ...services, propose };
    const { proposal, ...outcome } = await tellOfChanges(services, () =>
      apply(body, { by, dryRun }, parts),
    );
    if (proposal === null) return { status: 200, body: { dryRun, ...outcome } };
    const now = services.clock().toISOString();
    const counting = await appliedDocuments(services.records);
    const view = await proposalView(proposal, counting, now, services);
    const { documents } = outcome;
    const answer = { dryRun: false as const, confirmation: 'needed' as const, documents };
    return {
      status: 202,
      body: { ...answer, proposal: view },
      headers: { Location: `/v1/proposals/${proposal.id}` },
    };
  },
});
