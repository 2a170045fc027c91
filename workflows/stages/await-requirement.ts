import { condition } from '@temporalio/workflow';
import type { DefectThresholds } from '../../domain/acceptance/defect.ts';
import type { LetsStand } from '../../domain/approval/event.ts';
import { earlier, momentsUntil, remindersOf } from '../../domain/approval/moments.ts';
import { evidenceDigestOf, subjectDigestOf } from '../../domain/approval/subject.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { Escalation } from '../../domain/plan/requirement-policy.ts';
import { standingOf } from '../../domain/release/standing.ts';
import type { RequirementState } from '../../domain/release/state.ts';
import { planPartOf } from '../../domain/revision/plan-part.ts';
import type { Confirms } from '../../domain/task/task.ts';
import type { ReleaseRun } from '../release-run.ts';
import { requireKnownAuthors } from '../require-known-authors.ts';
import { isToldOf, tell } from '../tell.ts';
import { isEnoughByBypass } from '../use-bypasses.ts';
import { waitUntil } from '../wait-for.ts';

/**
 * What people are asked to decide: a requirement of approval, or a cycle of user acceptance tests.
 */
export type Question = {
  readonly id: string;
  readonly stage: string;
  readonly kind: 'approval' | 'uat' | 'task';
  readonly environment: string;
  readonly group: string;
  readonly count: number;
  readonly timeMs: number;
  readonly remindBeforeMs: readonly number[];
  readonly escalate?: Escalation;
  readonly remedy: string;
  /** How many defects it may be answered yes with; absent: they do not count. */
  readonly thresholds?: DefectThresholds;
  /** Defects that it is about. */
  readonly letsStand?: LetsStand;
  /** The report that it confirms. */
  readonly confirms?: Confirms;
  /** What it waits for, as a sentence. By default for decisions. */
  readonly reason?: string;
  /** Whether nobody needs its answer any more. By default somebody always does. */
  readonly isMoot?: () => boolean;
};

/** Opens the questions together: what they are about is fixed by digest at this moment. */
export async function openQuestions(
  run: ReleaseRun,
  questions: readonly Question[],
  attempt: number,
): Promise<void> {
  // In a new run they are open already, with the decisions that were made.
  if (questions.every((question) => isOpened(run, question, attempt))) return;
  await requireKnownAuthors(run);
  // A revision of the plan may have let the decisions on some of them stand.
  const asked = questions.filter((question) => !isOpened(run, question, attempt));
  for (const question of asked) openQuestion(run, question, attempt);
  if (isToldOf(run, 'request')) for (const question of asked) await request(run, question);
}

/** Tells those who are asked that they are, where the plan says how they hear of it. */
async function request(run: ReleaseRun, question: Question): Promise<void> {
  const { id, group, count, remedy } = question;
  const { deadline, attempt } = requirementOf(run, id);
  await tell(run, `Ask ${group}`, {
    kind: 'request',
    audience: [group],
    subject: `${run.plan.title}: ${id} is yours to decide`,
    text: `${count} of ${group} must decide ${id} until ${deadline}. ${remedy}`,
    key: `${run.release}/${id}/request/${attempt}`,
  });
}

/** Opens one question, whatever was asked before. */
export function openQuestion(run: ReleaseRun, question: Question, attempt: number): void {
  const { id, stage, kind, environment, group, count, timeMs, thresholds, letsStand, confirms } =
    question;
  const seen = evidenceDigestOf(run.state);
  const besides = letsStand ?? confirms;
  const evidenceDigest =
    besides === undefined ? seen : contentDigest({ evidence: seen, ...besides });
  const planPart = planPartOf(run.plan, question);
  const about = { requirement: id, environment, evidenceDigest, planPart, attempt };
  run.journal.record({
    type: 'requirement.opened',
    requirement: id,
    stage,
    kind,
    environment,
    group,
    count,
    subjectDigest: subjectDigestOf(run.release, run.state, about),
    evidenceDigest,
    ...(planPart === undefined ? {} : { planPart }),
    attempt,
    deadline: new Date(Date.now() + timeMs).toISOString(),
    ...(thresholds === undefined ? {} : { thresholds }),
    ...(letsStand === undefined ? {} : { letsStand }),
    ...(confirms === undefined ? {} : { confirms }),
  });
}

function isOpened(run: ReleaseRun, { id, confirms }: Question, attempt: number): boolean {
  return run.state.requirements.some(
    (known) =>
      known.id === id &&
      known.outcome !== 'superseded' &&
      known.confirms?.report === confirms?.report &&
      (known.attempt === attempt || known.carriedTo === attempt),
  );
}

/** Withdrawn: nobody needs the answer any more. */
export type Answer = 'approved' | 'rejected' | 'expired' | 'withdrawn';

/**
 * Waits for an opened question to be answered, reminding people before its deadline. Time never
 * approves.
 */
export async function awaitAnswer(run: ReleaseRun, question: Question): Promise<Answer> {
  for (;;) {
    const { deadline } = requirementOf(run, question.id);
    beginWait(run, question, deadline);
    await run.journal.flush();
    const answer = await answerBefore(run, question, deadline);
    run.journal.record({ type: 'wait.ended', wait: question.id, outcome: answer ?? 'extended' });
    if (answer !== null) return answer;
  }
}

/** Null when the deadline moved: then the wait begins anew. */
async function answerBefore(
  run: ReleaseRun,
  question: Question,
  deadline: string,
): Promise<Answer | null> {
  const moved = () => requirementOf(run, question.id).deadline !== deadline;
  const isMoot = () => question.isMoot?.() ?? false;
  const spoken = () => answerOf(run, question) !== null || moved() || isMoot();
  const now = new Date().toISOString();
  for (const instant of momentsUntil(deadline, question, now)) {
    if (await waitUntil(instant, spoken, `Remind ${question.group} of ${question.id}`)) break;
    if (isFilled(run, question)) continue;
    if (mustEscalate(run, question, deadline, instant)) await escalate(run, question, deadline);
    if (remindersOf(deadline, question).includes(instant)) await remind(run, question, deadline);
  }
  // A decision that is withdrawn late leaves a question open that nobody had to be asked besides.
  const late = () => spoken() || mustEscalate(run, question, deadline);
  let inTime = late() || (await waitUntil(deadline, late, `${question.id} expires`));
  while (inTime && !spoken()) {
    await escalate(run, question, deadline);
    inTime = late() || (await waitUntil(deadline, late, `${question.id} expires`));
  }
  // Those who were asked here have decided in time; others of the stage have deadlines of theirs.
  if (!inTime) await condition(() => spoken() || !isFilled(run, question));
  if (!spoken()) return 'expired';
  return answerOf(run, question) ?? (isMoot() ? 'withdrawn' : null);
}

/**
 * A question is approved together with all others of its stage, be it by bypasses, and rejected
 * alone.
 */
function answerOf(run: ReleaseRun, question: Question): 'approved' | 'rejected' | null {
  const standing = standingOf(run.state, question);
  const { id } = question;
  if (standing.get(id)?.outcome === 'rejected') return 'rejected';
  const all = [...standing.values()].every(({ outcome }) => outcome === 'approved');
  const isBypassed = question.kind === 'approval' && isEnoughByBypass(run, question.stage);
  return all || isBypassed ? 'approved' : null;
}

/** Whether enough people have agreed, and nothing that was found speaks against it. */
export function isFilled(run: ReleaseRun, question: Question): boolean {
  return standingOf(run.state, question).get(question.id)?.outcome === 'approved';
}

function requirementOf(run: ReleaseRun, id: string): RequirementState {
  const requirement = run.state.requirements.find((candidate) => candidate.id === id);
  if (requirement === undefined) throw new Error(`Requirement ${id} was never opened.`);
  return requirement;
}

function beginWait(run: ReleaseRun, question: Question, deadline: string): void {
  const { id, stage, kind, group, count, remedy } = question;
  run.beginWait({
    id,
    stage,
    kind,
    reason: question.reason ?? `${count} of ${group} must decide ${id}.`,
    clearedBy: [group],
    remedy,
    until: deadline,
    then: 'expires',
  });
}

/** True from its instant on, until it has been done or enough people have decided. */
function mustEscalate(
  run: ReleaseRun,
  question: Question,
  deadline: string,
  at = new Date().toISOString(),
): boolean {
  if (question.escalate === undefined || isFilled(run, question)) return false;
  if (requirementOf(run, question.id).escalatedTo !== undefined) return false;
  return at >= earlier(deadline, question.escalate.beforeMs);
}

/** Lets a second group decide too. That they are told may fail; that they may decide holds. */
async function escalate(run: ReleaseRun, question: Question, deadline: string): Promise<void> {
  const { id, group, remedy } = question;
  const to = question.escalate?.to ?? group;
  run.journal.record({ type: 'requirement.escalated', requirement: id, to });
  await run.journal.flush();
  await tell(run, `Escalate ${id} to ${to}`, {
    kind: 'escalation',
    audience: [to],
    subject: `${run.plan.title}: ${id} is escalated to ${to}`,
    text: `${group} has not decided ${id}, which expires at ${deadline}. ${remedy}`,
    key: `${run.release}/${id}/escalate/${deadline}`,
  });
}

async function remind(run: ReleaseRun, question: Question, deadline: string): Promise<void> {
  const { id, group, remedy } = question;
  const sent = await tell(run, `Remind ${group}`, {
    kind: 'reminder',
    audience: [group],
    subject: `${run.plan.title}: ${id} is waiting`,
    text: `${id} expires at ${deadline}. ${remedy}`,
    key: `${run.release}/${id}/remind/${deadline}/${Date.now()}`,
  });
  if (!sent) return;
  run.journal.record({ type: 'requirement.reminded', requirement: id });
  await run.journal.flush();
}
