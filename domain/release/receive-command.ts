import type { CommandContent, CommandName } from '../approval/statement.ts';
import { isMetByDecisions } from '../deviation/late-decisions.ts';
import type { PlanOutline } from '../plan/plan.ts';
import { isSettled } from '../review/obligations.ts';
import { nameOfUndoing } from '../rollback/name-of-undoing.ts';
import { skippingGroups, whyNotSkipped } from '../task/why-not-skipped.ts';
import { type Reception, refuse, type VerifiedStatement } from './reception.ts';
import type { ReleaseState } from './state.ts';
import type { Wait } from './wait.ts';

/** Whether a command is allowed now, from this person. */
export function receiveCommand(
  plan: PlanOutline,
  state: ReleaseState,
  verified: VerifiedStatement,
  content: CommandContent,
): Reception {
  const { statement, groups } = verified;
  if (statement.subjectDigest !== state.planDigest) {
    return refuse('statement/other-subject', 'It speaks about another plan than the running one.');
  }
  if (content.command === 'skip-task') {
    const objection = whyNotSkipped(plan, state, content, { by: statement.by, groups });
    if (objection !== null) return refuse(objection.code, objection.reason);
  }
  const entitled = entitledGroups(plan, content.command);
  if (!entitled.some((group) => groups.includes(group))) {
    return refuse(
      'command/not-entitled',
      `The command ${content.command} is for people of ${entitled.join(', ')}.`,
    );
  }
  const debt = content.command === 'waive' ? ownDebt(state, verified, content) : null;
  if (debt !== null) return refuse('command/not-entitled', debt);
  const obstacle = obstacles[content.command](state, content);
  if (obstacle !== null) return refuse('command/not-now', obstacle);
  return {
    outcome: 'accepted',
    says: content.command,
    about: content.target,
    evidence: content.evidence,
    reason: `The release takes the command ${content.command}.`,
  };
}

/** Why this person may not waive the obligation, as a sentence: nobody waives what they owe. */
function ownDebt(
  state: ReleaseState,
  { statement, groups }: VerifiedStatement,
  { target }: CommandContent,
): string | null {
  const owner = state.obligations.find(({ id }) => id === target)?.owner;
  if (owner !== undefined && groups.includes(owner)) {
    return `People of ${owner} owe it themselves: somebody else waives it.`;
  }
  if (state.requestedBy !== statement.by) return null;
  return 'The person who started a release does not waive what it owes.';
}

/**
 * Groups whose people may give a command: those who answer for stages or carry them out. What is
 * owed is waived only by those to whom it would be escalated.
 */
export function entitledGroups(plan: PlanOutline, command: CommandName): readonly string[] {
  if (command === 'waive') {
    return plan.stages.flatMap((stage) => (stage.kind === 'review' ? stage.review.escalateTo : []));
  }
  if (command === 'skip-task') return skippingGroups(plan);
  const groups = new Set<string>([plan.accountable]);
  if (plan.rollback !== null) groups.add(plan.rollback.owner);
  for (const stage of plan.stages) {
    if (stage.kind === 'review' && command === 'complete-obligation') {
      groups.add(stage.review.owner).add(stage.review.escalateTo);
    }
    if (stage.kind === 'uat' && command === 'extend') groups.add(stage.uat.escalateTo);
    groups.add(stage.accountable);
    for (const responsible of stage.responsible) groups.add(responsible);
  }
  return [...groups].toSorted();
}

type Obstacle = (state: ReleaseState, content: CommandContent) => string | null;

const needsWait =
  (what: string, ...kinds: readonly Wait['kind'][]): Obstacle =>
  (state) =>
    state.waits.some((wait) => kinds.includes(wait.kind)) ? null : `There is no ${what} now.`;

const asksForDecision = (state: ReleaseState): boolean =>
  state.waits.some((wait) => wait.kind === 'decision');

/** Whether it is about a stage that watches what users meet: it can end early, or go on longer. */
const isWatched = (state: ReleaseState, { target }: CommandContent): boolean =>
  state.waits.some(({ kind, stage }) => kind === 'observation' && stage === target);

/** Why a command cannot be taken now, as a sentence; null when it can. */
const obstacles: Record<CommandName, Obstacle> = {
  pause: (state) => (state.paused ? 'It is paused already.' : null),
  resume: (state) => (state.paused ? null : 'It is not paused.'),
  retry: needsWait('failed step to retry', 'failed-stage', 'failed-rollback', 'taken-over'),
  'skip-task': needsWait('failed task', 'failed-stage'),
  withdraw: (state) =>
    state.phase === 'rolling-out' ? null : 'Only a release that is still going out is withdrawn.',
  rollback: (state) => {
    if (state.phase !== 'rolling-out')
      return `It is ${state.phase}: there is no way back from here.`;
    const open = state.changes.some(
      ({ status }) => status === 'registered' || status === 'applied' || status === 'settled',
    );
    return open ? null : 'It has changed nothing that is still held; withdraw it instead.';
  },
  proceed: (state, content) =>
    isWatched(state, content)
      ? null
      : needsWait('question to answer', 'decision', 'taken-over')(state, content),
  'hold-in-place': needsWait('question to answer', 'decision'),
  extend: (state, content) => {
    const open = state.requirements.some(
      ({ id, outcome }) => id === content.target && outcome === 'pending',
    );
    if (open || isWatched(state, content)) return null;
    if (content.target === null && asksForDecision(state)) return null;
    return `No open requirement is called ${content.target ?? 'nothing'}.`;
  },
  'skip-compensation': (state, { target }) => {
    const failed = state.changes.filter(({ status }) => status === 'undo-failed');
    const asks = state.waits.some(({ kind }) => kind === 'failed-rollback');
    if (!asks || failed.length === 0) return 'There is no failed undoing now.';
    const names = failed.map(nameOfUndoing);
    if (target !== null && names.includes(target)) return null;
    const said = target === null ? '' : ` No failed undoing is called ${target}.`;
    return `Name the undoing to skip as the target: ${names.join(', ')}.${said}`;
  },
  'take-over': needsWait('failed rollback', 'failed-rollback'),
  'complete-obligation': (state, content) => {
    const obstacle = whyNotOwed(state, content);
    if (obstacle !== null) return obstacle;
    if (isMetByDecisions(content.target ?? '')) {
      return 'It is met by the decisions of those who are missing, and by nothing else.';
    }
    return content.evidence === null ? 'Evidence is missing: give a reference to it.' : null;
  },
  waive: (state, content) => {
    const obstacle = whyNotOwed(state, content);
    if (obstacle !== null) return obstacle;
    const known = state.obligations.find(({ id }) => id === content.target);
    const reasons = known?.mandatoryBecause ?? [];
    if (reasons.length === 0) return null;
    return `Nobody can waive it, because of what happened: ${reasons.join(' ')}`;
  },
};

function whyNotOwed(state: ReleaseState, { target }: CommandContent): string | null {
  const known = state.obligations.find(({ id }) => id === target);
  if (known === undefined) return `No obligation is called ${target ?? 'nothing'}.`;
  if (known.metAt !== null) return `${known.id} was met at ${known.metAt}.`;
  return isSettled(known) ? `${known.id} was waived already.` : null;
}
