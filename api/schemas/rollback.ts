import { z } from 'zod';
import { forensicParts } from '../../domain/rollback/forensics.ts';
import { type IncidentState, incidentKinds } from '../../domain/rollback/incident.ts';
import type { RollbackState } from '../../domain/rollback/rollback-state.ts';

const instant = z.string().describe('RFC 3339.');
export const versionRef = z.object({ digest: z.string(), version: z.string() });
const evidenceReference = z.object({ digest: z.string(), reference: z.string() });
const forensicPart = z.enum(forensicParts);

const forensicsRecord = z.object({
  environment: z.string(),
  capturedAt: instant,
  exhibits: z.array(
    z.object({
      component: z.string(),
      evidence: evidenceReference,
      parts: z.array(forensicPart),
    }),
  ),
  missing: z.array(z.object({ component: z.string(), part: forensicPart, reason: z.string() })),
});

const gateVerdict = z.enum(['pass', 'fail', 'inconclusive']);

const rollbackValidation = z.object({
  environment: z.string(),
  at: instant,
  verdict: gateVerdict,
  reason: z.string(),
  components: z.array(
    z.object({
      component: z.string(),
      expected: versionRef.nullable(),
      found: versionRef.nullable(),
      verdict: gateVerdict,
      reason: z.string(),
    }),
  ),
  evidence: evidenceReference.nullable(),
});

export const rollbackSchema: z.ZodType<RollbackState> = z.object({
  reason: z.string(),
  by: z.string().nullable(),
  stage: z.string(),
  thenOutcome: z.enum(['rolled-back', 'withdrawn']),
  startedAt: instant,
  finishedAt: instant.nullable(),
  forensics: z.array(forensicsRecord).describe('What was kept before anything was undone.'),
  takenOverBy: z.string().nullable().describe('Who brings the rest back by hand.'),
  validations: z.array(rollbackValidation).describe('Whether what served before serves again.'),
});

export const incidentSchema: z.ZodType<IncidentState> = z
  .object({
    id: z.string(),
    kind: z.enum(incidentKinds),
    environment: z.string(),
    title: z.string(),
    openedAt: instant,
    resolvedAt: instant.nullable(),
    how: z.string().nullable().describe('How it ended; null while it is open.'),
  })
  .meta({ id: 'Incident', description: 'What people have to know of and learn from.' });
