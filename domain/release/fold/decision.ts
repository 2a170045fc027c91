import { hearAlert } from '../../alert/hear-alert.ts';
import type { Receipt, StatementKind } from '../../approval/statement.ts';
import { voicesOf } from '../../approval/voices-of.ts';
import { isOnward } from '../../duties/onward.ts';
import type { ReleaseFact } from '../event.ts';
import { type DecisionRecord, type ReleaseState, receiptLimit } from '../state.ts';
import { forgetTolerance, letStand, withDefect } from './defect.ts';
import { type EventOf, withChanged } from './event-of.ts';
import { voidedOf } from './voided-of.ts';

type DecisionEvent = EventOf<
  | 'requirement.opened'
  | 'requirement.settled'
  | 'task.skipped'
  | 'requirement.reminded'
  | 'requirement.escalated'
  | 'requirement.extended'
  | 'statement.accepted'
  | 'statement.refused'
  | 'refusals.counted'
>;

export function foldDecision(
  state: ReleaseState,
  event: DecisionEvent,
  fact: ReleaseFact,
): ReleaseState {
  switch (event.type) {
    case 'requirement.opened': {
      const { type: _, requirement: id, ...rest } = event;
      const earlier = state.requirements.find((requirement) => requirement.id === id);
      const voided =
        earlier === undefined
          ? []
          : voidedOf(earlier, earlier.decisions, { voidedAt: fact.at, because: 'asked-again' });
      const opened = {
        ...rest,
        id,
        openedAt: fact.at,
        outcome: 'pending' as const,
        decisions: [],
        ...(voided.length === 0 ? {} : { voided }),
      };
      const others = state.requirements.filter((requirement) => requirement.id !== id);
      return forgetTolerance({ ...state, requirements: [...others, opened] }, id);
    }
    case 'requirement.settled':
      return foldSettled(state, event);
    case 'requirement.extended':
      return changeRequirement(state, event.requirement, { deadline: event.deadline });
    case 'requirement.escalated':
      return changeRequirement(state, event.requirement, { escalatedTo: event.to });
    case 'task.skipped':
      return foldSkipped(state, event, fact.at);
    case 'requirement.reminded':
      return state;
    case 'statement.accepted':
      return foldAccepted(state, event, fact);
    case 'statement.refused': {
      const receipts =
        event.id === null ? state.receipts : withReceipt(state, refusedReceipt(event, fact.seq));
      return { ...state, receipts, refusals: state.refusals + 1 };
    }
    case 'refusals.counted':
      return { ...state, refusals: state.refusals + event.count };
  }
}

function foldSettled(
  state: ReleaseState,
  { requirement: id, outcome }: EventOf<'requirement.settled'>,
): ReleaseState {
  const letsStand = state.requirements.find((known) => known.id === id)?.letsStand;
  const settled = changeRequirement(state, id, { outcome });
  return outcome === 'approved' && letsStand !== undefined ? letStand(settled, letsStand) : settled;
}

function foldAccepted(
  state: ReleaseState,
  event: EventOf<'statement.accepted'>,
  fact: ReleaseFact,
): ReleaseState {
  const receipt: Receipt = {
    id: event.id,
    outcome: 'accepted',
    code: null,
    reason: event.reason,
    seq: fact.seq,
  };
  const answered = withCommander({ ...state, receipts: withReceipt(state, receipt) }, event);
  const next =
    event.defect === undefined || event.about === null
      ? answered
      : withDefect(answered, event.about, event.defect, fact.at);
  if (event.alert !== undefined) {
    return { ...next, alerts: hearAlert(next.alerts ?? [], event.alert, fact.at) };
  }
  const isVerdict = verdictKinds.has(event.kind);
  if (!isVerdict || event.about === null) return next;
  if (event.says === 'withdraw') return withdrawDecision(next, event.about, event.by, fact.at);
  const decision: DecisionRecord = {
    statement: event.id,
    digest: event.digest,
    by: event.by,
    verdict: isNo(event) ? 'reject' : 'approve',
    at: fact.at,
    ...(event.task === undefined ? {} : { report: event.task }),
    ...(event.inPlaceOf === undefined ? {} : { inPlaceOf: event.inPlaceOf }),
  };
  return {
    ...next,
    requirements: withChanged(
      next.requirements,
      (requirement) => requirement.id === event.about,
      (requirement) => ({ ...requirement, decisions: [...requirement.decisions, decision] }),
    ),
  };
}

const verdictKinds: ReadonlySet<StatementKind> = new Set([
  'decision',
  'uat-verdict',
  'task-report',
]);

function isNo({ says, task }: EventOf<'statement.accepted'>): boolean {
  return task === undefined ? says === 'reject' : task.outcome !== 'done';
}

/** What was left out is a reason why the review cannot be left out too. */
function foldSkipped(
  state: ReleaseState,
  { task: id, by, statement }: EventOf<'task.skipped'>,
  at: string,
): ReleaseState {
  const skipped = { by, statement, at };
  const known = changeRequirement(state, id, { outcome: 'skipped', skipped });
  return { ...known, deviations: [...state.deviations, `The task ${id} was left out.`] };
}

function withCommander(
  state: ReleaseState,
  { kind, says, by }: EventOf<'statement.accepted'>,
): ReleaseState {
  const known = state.commanders ?? [];
  const counts = kind === 'revision' || (kind === 'command' && isOnward(says, state.phase));
  return counts && !known.includes(by) ? { ...state, commanders: [...known, by] } : state;
}

function withdrawDecision(
  state: ReleaseState,
  id: string,
  person: string,
  voidedAt: string,
): ReleaseState {
  const requirements = withChanged(
    state.requirements,
    (requirement) => requirement.id === id,
    (requirement) => {
      const isTheirs = (decision: DecisionRecord) => voicesOf(decision).includes(person);
      const withdrawn = requirement.decisions.filter(isTheirs);
      return {
        ...requirement,
        decisions: requirement.decisions.filter((decision) => !isTheirs(decision)),
        voided: voidedOf(requirement, withdrawn, { voidedAt, because: 'withdrawn' }),
      };
    },
  );
  return { ...state, requirements };
}

function refusedReceipt(event: EventOf<'statement.refused'>, seq: number): Receipt {
  return {
    id: event.id ?? '',
    outcome: 'refused',
    code: event.code,
    reason: event.reason,
    seq,
  };
}

function withReceipt(state: ReleaseState, receipt: Receipt): readonly Receipt[] {
  // The first answer to a statement stands: a repeated one gets the same receipt.
  if (state.receipts.some((known) => known.id === receipt.id)) return state.receipts;
  const receipts = [...state.receipts, receipt];
  if (receipts.length <= receiptLimit) return receipts;
  // Whoever sends much that is refused must not make a release forget what it has accepted: a
  // forgotten statement could be sent again, and would count again.
  const refused = receipts.findIndex(({ outcome }) => outcome === 'refused');
  return receipts.toSpliced(Math.max(refused, 0), 1);
}

function changeRequirement(
  state: ReleaseState,
  id: string,
  change: Partial<ReleaseState['requirements'][number]>,
): ReleaseState {
  return {
    ...state,
    requirements: withChanged(
      state.requirements,
      (requirement) => requirement.id === id,
      (requirement) => ({ ...requirement, ...change }),
    ),
  };
}
