import { z } from 'zod';
import { proposalStandings } from '../../domain/proposal/proposal.ts';
import { name } from '../../spec/field/name.ts';
import type { LoweringView } from '../views/lowering-view.ts';
import { forEverField } from './deviation.ts';
import { loweringFields } from './granted-lowering.ts';
import { releaseDocumentField } from './plan.ts';

const instant = z.string().describe('RFC 3339.');
const instantField = z.iso.datetime({ offset: true });

export const loweringBody = z
  .strictObject({
    spec: releaseDocumentField,
    reason: forEverField,
    compensatingControl: forEverField,
    until: instantField.describe('The release has to be started before.'),
    followUp: z.strictObject({ what: forEverField, owner: name, due: instantField }),
  })
  .meta({ id: 'LoweringOrder' });

export const loweringParams = z.strictObject({
  lowering: name.describe('Id of the exemption.'),
});

export const loweringSchema: z.ZodType<LoweringView> = z
  .object({
    id: z.string(),
    digest: z.string().describe('What an answer has to speak about.'),
    standing: z.enum(proposalStandings).describe('`confirmed`: the release may be started by it.'),
    release: z.string(),
    ...loweringFields,
    askedBy: z.string().describe('Pseudonymous id of the person.'),
    askedAt: instant,
    closed: z
      .object({
        outcome: z.enum(['confirmed', 'rejected', 'superseded']),
        by: z.string(),
        at: instant,
        reason: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Lowering', description: 'That a release may have less rigor than its risk asks.' });
