import type { RequirementState } from '../../../domain/release/requirement-state.ts';
import { effectOf } from '../../../domain/revision/effect-of.ts';
import { planPartOf } from '../../../domain/revision/plan-part.ts';
import type { TaskPolicy } from '../../../domain/task/task.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';
import { type Known, knownOf, startedBy, stateAfter } from '../../support/builders/revisable.ts';

const { task: written } = aStage('task');
const planOf = (change: Partial<TaskPolicy> = {}) =>
  knownOf(aPlan([aStage('task', { task: { ...written, ...change } }), aStage('deploy')]));

const before = planOf();
const asked = {
  id: 'production/task/switch',
  stage: 'production/task/switch',
  environment: 'production',
  kind: 'task',
  group: 'operations',
  count: 1,
  subjectDigest: 'sha256:1',
  evidenceDigest: 'sha256:2',
  attempt: 1,
  openedAt: '2026-11-21T12:00:00Z',
  deadline: '2026-11-21T13:00:00Z',
  decisions: [],
} as const;

/** What a revision to that plan takes from a task that came to this. */
function voidedBy(after: Known, outcome: RequirementState['outcome']): readonly string[] {
  const planPart = planPartOf(before.outline, asked) ?? '';
  const requirements = [{ ...asked, planPart, outcome }];
  const state = { ...stateAfter([startedBy(before)]), requirements };
  return effectOf({ before: before.outline, after: after.outline, by: 'erin' }, state).voided;
}

test.each(['approved', 'skipped', 'pending'] as const)(
  'a task that is %s is asked anew when a revision gives it other instructions, and only then',
  (outcome) => {
    expect(voidedBy(before, outcome)).toEqual([]);
    expect(voidedBy(planOf({ instructions: 'Turn it twice.' }), outcome)).toEqual([asked.id]);
    expect(voidedBy(planOf({ skippedBy: 'operations' }), outcome)).toEqual([asked.id]);
  },
);
