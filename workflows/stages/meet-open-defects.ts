import { type BlockingDefects, blockingDefects } from '../../domain/acceptance/blocking-defects.ts';
import type { DefectState } from '../../domain/acceptance/defect.ts';
import { nameBlocking } from '../../domain/acceptance/name-blocking.ts';
import type { UnresolvedPolicy } from '../../domain/plan/policy.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { standingOf } from '../../domain/release/standing.ts';
import type { RequirementState } from '../../domain/release/state.ts';
import type { ReleaseRun } from '../release-run.ts';
import { tell } from '../tell.ts';
import { awaitAnswer, openQuestion, type Question } from './await-requirement.ts';

/**
 * What a cycle becomes that ended while defects block its sign-off: true when there is another one,
 * or when people have said something meanwhile; false when the stage fails. Neither accepts
 * anything: what the board lets stand, the testers still have to accept.
 */
export async function meetOpenDefects(
  stage: StageOf<'uat'>,
  run: ReleaseRun,
  attempt: number,
): Promise<boolean> {
  const { unresolved } = stage.uat;
  if (unresolved === undefined || unresolved.atExpiry === 'fail') return false;
  if (unresolved.atExpiry === 'extend') {
    await tellOfDefects(stage, run, unresolved, 'The testers have another cycle.');
    beginCycle(stage, run);
    return true;
  }
  const answer = await askBoard(stage, run, attempt, unresolved);
  if (answer === 'rejected' || answer === 'expired') return false;
  // When somebody extended the cycle, or rejected, that is what counts.
  const isOver = tested(run, stage).deadline <= new Date().toISOString();
  if (isOver && !isRejected(run, stage)) beginCycle(stage, run);
  return true;
}

/** Which defects block the acceptance test, as a sentence without its end; empty when none does. */
export function openDefects(run: ReleaseRun, stage: StageOf<'uat'>): string {
  return nameBlocking(blocking(run, stage));
}

/** Whether the board thinks about defects of this acceptance test. */
export function boardIsAsked(run: ReleaseRun, stage: StageOf<'uat'>): boolean {
  const id = boardsQuestion(stage);
  return run.state.requirements.some((known) => known.id === id && known.outcome === 'pending');
}

async function askBoard(
  stage: StageOf<'uat'>,
  run: ReleaseRun,
  attempt: number,
  policy: UnresolvedPolicy,
) {
  const id = boardsQuestion(stage);
  const question: Question = {
    id,
    group: policy.escalateTo,
    count: 1,
    remindBeforeMs: [],
    stage: stage.id,
    kind: 'approval',
    environment: stage.environment,
    timeMs: policy.deadlineMs,
    remedy:
      `POST /v1/releases/${run.release}/decisions with requirement ${id}: ` +
      `approve lets the defects stand for another cycle, reject fails the test.`,
    letsStand: { requirement: stage.id, defects: asTheyAre(run, stage) },
    isMoot: () =>
      isRejected(run, stage) || isExtended(run, stage) || blocking(run, stage).length === 0,
  };
  if (!boardIsAsked(run, stage)) {
    openQuestion(run, question, attempt);
    await tellOfDefects(stage, run, policy, question.remedy);
  }
  const answer = await awaitAnswer(run, question);
  run.journal.record({ type: 'requirement.settled', requirement: question.id, outcome: answer });
  return answer;
}

function boardsQuestion({ id }: StageOf<'uat'>): string {
  return `${id}/defects`;
}

function blocking(run: ReleaseRun, stage: StageOf<'uat'>): readonly BlockingDefects[] {
  return blockingDefects(tested(run, stage), run.state.defects);
}

function asTheyAre(
  run: ReleaseRun,
  stage: StageOf<'uat'>,
): readonly Pick<DefectState, 'id' | 'severity'>[] {
  return blocking(run, stage).flatMap(({ ids, severity }) => ids.map((id) => ({ id, severity })));
}

/** Whether somebody gave the testers more time since the board was asked. */
function isExtended(run: ReleaseRun, stage: StageOf<'uat'>): boolean {
  const id = boardsQuestion(stage);
  const asked = run.state.requirements.find((known) => known.id === id);
  return asked !== undefined && tested(run, stage).deadline > asked.openedAt;
}

function isRejected(run: ReleaseRun, stage: StageOf<'uat'>): boolean {
  return standingOf(run.state, tested(run, stage)).get(stage.id)?.outcome === 'rejected';
}

function tested(run: ReleaseRun, { id }: StageOf<'uat'>): RequirementState {
  const requirement = run.state.requirements.find((known) => known.id === id);
  if (requirement === undefined) throw new Error(`The acceptance test ${id} was never opened.`);
  return requirement;
}

function beginCycle(stage: StageOf<'uat'>, run: ReleaseRun): void {
  const deadline = new Date(Date.now() + stage.uat.cycleMs).toISOString();
  run.journal.record({ type: 'requirement.extended', requirement: stage.id, deadline });
}

async function tellOfDefects(
  stage: StageOf<'uat'>,
  run: ReleaseRun,
  { escalateTo }: UnresolvedPolicy,
  text: string,
): Promise<void> {
  await tell(run, `Tell ${escalateTo} of defects`, {
    kind: 'escalation',
    audience: [escalateTo],
    subject: `${run.plan.title}: defects block the acceptance test`,
    text: `${openDefects(run, stage)}. ${text}`,
    key: `${run.release}/${stage.id}/defects/${tested(run, stage).deadline}`,
  });
}
