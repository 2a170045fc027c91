import { z } from 'zod';
import { proposalStandings } from '../../domain/proposal/proposal.ts';
import { name } from '../../spec/field/name.ts';
import type { DocumentChange } from '../catalog/describe-change.ts';
import type { ProposalView } from '../views/proposal-view.ts';
import { digestField, wordsField } from './field.ts';

/** The members of what a document changes. */
export const documentChangeFields = {
  kind: z.enum(['Catalog', 'Policy', 'Calendar', 'Portfolio', 'Duties', 'Audience']),
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
};

const documentChange: z.ZodType<DocumentChange> = z.object(documentChangeFields);

const named = z.object({
  subject: z.string().describe('Pseudonymous id of the person, as in the ledger.'),
  person: z.string().nullable().describe('Handle; null when nobody has that id any more.'),
});

export const proposalVerdictBody = z
  .discriminatedUnion('verdict', [
    z.strictObject({
      verdict: z.literal('confirm'),
      digest: digestField.describe('`digest` of the proposal: what you have read.'),
      reason: wordsField.min(1).max(1000).optional(),
    }),
    z.strictObject({
      verdict: z.literal('reject'),
      digest: digestField.describe('`digest` of the proposal: what you have read.'),
      reason: wordsField.min(1).max(1000).describe('Stays on record: name roles, not people.'),
    }),
  ])
  .meta({ id: 'ProposalVerdictOrder' });

export const proposalParams = z.strictObject({
  proposal: name.describe('Id of the proposal.'),
});

export const proposalSchema: z.ZodType<ProposalView> = z
  .object({
    id: z.string(),
    digest: z.string().describe('What an answer has to speak about.'),
    standing: z.enum(proposalStandings),
    proposedBy: named,
    proposedAt: z.string(),
    expiresAt: z.string(),
    documents: z.array(documentChange).readonly(),
    policies: z
      .object({
        added: z.array(z.string()).readonly(),
        removed: z.array(z.string()).readonly(),
        changed: z.array(z.string()).readonly(),
      })
      .nullable()
      .describe('Names of policies; null where it changes no duties, or is open no more.'),
    confirmedBy: z
      .object({ groups: z.array(z.string()).readonly(), people: z.array(z.string()).readonly() })
      .describe('Who may confirm it now; whoever proposed it is left out.'),
    closed: z
      .object({ by: named, at: z.string(), reason: z.string().nullable() })
      .nullable()
      .describe('Who answered it, or proposed what took its place.'),
  })
  .meta({ id: 'Proposal', description: 'Files that count when a second person confirms them.' });
