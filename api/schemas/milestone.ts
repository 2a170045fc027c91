import { z } from 'zod';
import { type MilestoneState, milestoneStandings } from '../../domain/release/milestones.ts';

export const milestoneSchema: z.ZodType<MilestoneState> = z.object({
  name: z.string(),
  at: z.string().describe('RFC 3339: until when.'),
  stage: z.string().describe('The stage that should have succeeded.'),
  standing: z.enum(milestoneStandings).describe('`late` holds nothing; somebody should look.'),
  reachedAt: z.string().nullable(),
});
