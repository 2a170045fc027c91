import { z } from 'zod';
import { releaseClasses } from '../../domain/plan/spec.ts';
import type { ListedReleaseView } from '../views/listed-release.ts';

export const listedReleaseSchema: z.ZodType<ListedReleaseView> = z
  .object({
    release: z.string(),
    title: z.string(),
    state: z.string(),
    stage: z.string().nullable(),
    phase: z.enum(['rolling-out', 'rolling-back', 'reviewing', 'closed']),
    outcome: z.enum(['released', 'rolled-back', 'withdrawn']).nullable(),
    releaseClass: z.enum(releaseClasses),
    services: z.array(z.string()),
    environments: z.array(z.string()),
    teams: z.array(z.string()).describe('Groups that own what goes out.'),
    waitingFor: z.array(z.string()).describe('Why it waits, one sentence each.'),
    bypasses: z
      .array(
        z.object({
          deviation: z.string(),
          requirement: z.string(),
          askedBy: z.string(),
          grantedBy: z.string(),
          reason: z.string(),
          usedAt: z.string(),
          awaitsDecisions: z.boolean(),
        }),
      )
      .readonly()
      .describe('Approvals that it went on without; who was missing decides afterwards.'),
    seq: z.number().int(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'ListedRelease' });
