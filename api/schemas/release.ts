import { z } from 'zod';
import { severities } from '../../domain/acceptance/defect.ts';
import { releaseClasses } from '../../domain/plan/spec.ts';
import type { Blocker } from '../../domain/release/blockers.ts';
import type {
  ChangeState,
  GateRecord,
  ObligationState,
  StageState,
} from '../../domain/release/state.ts';
import type { DefectView } from '../views/defect-view.ts';
import type { ReleaseView } from '../views/release-view.ts';
import { deviationSchema } from './deviation.ts';
import { earliestStartSchema } from './earliest-start.ts';
import { milestoneSchema } from './milestone.ts';
import { stageKindField } from './plan.ts';
import { requirementSchema } from './requirement.ts';
import { revisionSchema } from './revision.ts';
import { assessmentSchema } from './risk.ts';
import { incidentSchema, rollbackSchema, versionRef } from './rollback.ts';

const instant = z.string().describe('RFC 3339.');
const count = z.number().int();

const blockerSchema: z.ZodType<Blocker> = z
  .object({
    id: z.string(),
    kind: z.enum([
      'approval',
      'uat',
      'task',
      'other-release',
      'window',
      'lease',
      'soak',
      'observation',
      'decision',
      'failed-stage',
      'failed-rollback',
      'taken-over',
      'obligation',
      'records',
      'paused',
      'report',
      'defects',
    ]),
    stage: z.string().nullable(),
    reason: z.string().describe('What it waits for, as a sentence.'),
    clearedBy: z.array(z.string()).describe('Who can clear it; empty when only time can.'),
    remedy: z.string().describe('What they do, as a sentence.'),
    since: instant.nullable(),
    until: instant.nullable().describe('When something happens by itself; null: no known end.'),
    then: z.string().nullable().describe('What happens at `until`.'),
  })
  .meta({ id: 'Blocker', description: 'One answer to “why is it waiting”.' });

const severity = z.enum(severities);

const defectSchema: z.ZodType<DefectView> = z
  .object({
    id: z.string().describe('In the testers’ tracker.'),
    requirement: z.string().describe('The acceptance test that found it.'),
    severity,
    state: z.enum(['open', 'resolved']),
    reportedAt: instant,
    changedAt: instant,
    toleratedAs: severity
      .exactOptional()
      .describe('The severity at which the board lets it stand in this cycle.'),
    blocks: z.boolean().describe('Whether the test cannot be accepted because of it.'),
  })
  .meta({ id: 'Defect', description: 'What a user acceptance test found.' });

const obligationSchema: z.ZodType<ObligationState> = z
  .object({
    id: z.string(),
    title: z.string(),
    owner: z.string(),
    openedAt: instant,
    due: instant,
    metAt: instant.nullable(),
    waived: z
      .object({ by: z.string().describe('Pseudonymous id of the person.'), at: instant })
      .nullable()
      .describe('Who took it off the release, and when.'),
    escalatedTo: z.string().nullable(),
    mandatoryBecause: z.array(z.string()),
  })
  .meta({ id: 'Obligation', description: 'What is due after the release went live.' });

const gateSchema: z.ZodType<GateRecord> = z
  .object({
    stage: z.string(),
    gate: z.string(),
    component: z.string().nullable(),
    verdict: z.enum(['pass', 'fail', 'inconclusive']),
    evidence: z.object({ digest: z.string(), reference: z.string() }).nullable(),
    judgedAt: instant,
  })
  .meta({ id: 'GateRecord', description: 'How a gate was judged last.' });

const failure = z.object({ code: z.string(), message: z.string(), remedy: z.string() });

const stageSchema: z.ZodType<StageState> = z
  .object({
    id: z.string(),
    kind: stageKindField,
    environment: z.string().nullable(),
    status: z.enum(['pending', 'running', 'succeeded', 'failed', 'abandoned']),
    attempt: count,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    summary: z.string().nullable(),
    failure: failure.nullable(),
    revision: count.optional().describe('Of the plan, which made it begin anew.'),
  })
  .meta({ id: 'StageState' });

const changeSchema: z.ZodType<ChangeState> = z
  .object({
    key: z.string(),
    environment: z.string(),
    component: z.string(),
    what: z.enum(['deployment', 'traffic']),
    from: versionRef.nullable(),
    to: versionRef,
    planDigest: z.string().optional().describe('Absent: of the plan that it was started with.'),
    irreversible: z
      .object({ reason: z.string() })
      .exactOptional()
      .describe('It was planned as one that cannot come back.'),
    holds: z
      .array(z.string())
      .exactOptional()
      .describe('Components that cannot go back once this has begun.'),
    stays: z
      .object({ reason: z.string() })
      .exactOptional()
      .describe('It was planned as one that a rollback leaves.'),
    restored: versionRef.nullable().describe('What its undoing went back to.'),
    status: z.enum([
      'registered',
      'applied',
      'settled',
      'undone',
      'undo-failed',
      'undo-skipped',
      'kept',
      'replaced',
    ]),
    keptBecause: z.string().exactOptional().describe('Why a rollback has left it.'),
    failure: failure.nullable(),
  })
  .meta({ id: 'Change', description: 'Something that this release changed, and the way back.' });

export const linksSchema = z.object({
  self: z.string(),
  plan: z.string(),
  conflicts: z.string().describe('Which other releases it meets.'),
  events: z.string(),
  progress: z.string(),
  temporal: z.string().nullable().describe('The workflow in the Temporal UI.'),
});

export const releaseSchema: z.ZodType<ReleaseView> = z
  .object({
    release: z.string(),
    state: z.string().describe('One word: `starting`, `running`, `waiting`, `paused`, `released`…'),
    stage: z.string().nullable().describe('The stage that is under way.'),
    seq: count.describe('Number of the last recorded fact: what `atLeastSeq` compares with.'),
    at: instant.nullable(),
    planDigest: z.string(),
    revision: count.describe('Of the plan; 1 is the one that it was started with.'),
    revisions: z.array(revisionSchema).describe('How its plan was changed since, and by whom.'),
    title: z.string(),
    releaseClass: z.enum(releaseClasses),
    assessment: assessmentSchema
      .nullable()
      .describe('Its classification and risk; null where nothing says how it is weighed.'),
    requestedBy: z.string().nullable().describe('Pseudonymous id of the person.'),
    services: z.array(z.string()),
    environments: z.array(z.string()),
    phase: z.enum(['rolling-out', 'rolling-back', 'reviewing', 'closed']),
    paused: z.boolean(),
    outcome: z.enum(['released', 'rolled-back', 'withdrawn']).nullable(),
    blockers: z.array(blockerSchema),
    earliestStart: earliestStartSchema.describe('When it could go on at the earliest.'),
    stages: z.array(stageSchema),
    artifacts: z.array(
      z.object({ component: z.string(), version: z.string(), digest: z.string() }),
    ),
    gates: z.array(gateSchema),
    deviations: z.array(deviationSchema),
    milestones: z.array(milestoneSchema).readonly(),
    requirements: z.array(requirementSchema),
    defects: z.array(defectSchema),
    changes: z.array(changeSchema),
    rollback: rollbackSchema.nullable(),
    incidents: z.array(incidentSchema),
    obligations: z.array(obligationSchema),
    liveSince: instant.nullable(),
    links: linksSchema,
  })
  .meta({ id: 'Release' });
