import type { ReleaseFact } from '../release/event.ts';
import type { ReleaseState } from '../release/state.ts';
import type { Wait } from '../release/wait.ts';
import type { AccountLine, AccountOutcome, RehearsalAccount, WaitingTotal } from './account.ts';

type Stretch = { readonly startAt: string; readonly horizonMs: number };

const dayMs = 24 * 60 * 60_000;

/** The account of a rehearsal: from its recorded facts, and the state that they add up to. */
export function makeAccount(
  facts: readonly ReleaseFact[],
  state: ReleaseState,
  { startAt, horizonMs }: Stretch,
): RehearsalAccount {
  const horizon = new Date(Date.parse(startAt) + horizonMs).toISOString();
  const endAt = state.outcome === null ? horizon : (state.at ?? horizon);
  const waits = waitsOf(facts, endAt);
  const lines = facts
    .flatMap((fact) => waits.get(fact.seq) ?? happeningOf(fact) ?? [])
    .toSorted((one, other) => one.at.localeCompare(other.at));
  return {
    startAt,
    endAt,
    outcome: outcomeOf(state, horizonMs),
    lines,
    waiting: totalsOf([...waits.values()]),
  };
}

/** A line for each wait, under the number of the fact that began it. */
function waitsOf(facts: readonly ReleaseFact[], endAt: string): ReadonlyMap<number, AccountLine> {
  const lines = new Map<number, AccountLine>();
  const open = new Map<
    string,
    { readonly seq: number; readonly at: string; readonly wait: Wait }
  >();
  const close = (id: string, at: string) => {
    const begun = open.get(id);
    if (begun === undefined) return;
    lines.set(begun.seq, lineOf(begun.wait, begun.at, at));
    open.delete(id);
  };
  for (const { seq, at, event } of facts) {
    if (event.type === 'wait.began') {
      // A wait that is told anew, for another reason, is another line.
      close(event.wait.id, at);
      open.set(event.wait.id, { seq, at, wait: event.wait });
    }
    if (event.type === 'wait.ended') close(event.wait, at);
  }
  // An interruption leaves waits open: they end with the stage that they belonged to.
  for (const [id, { wait, seq }] of open) close(id, endOfStage(facts, wait.stage, seq) ?? endAt);
  return lines;
}

function endOfStage(facts: readonly ReleaseFact[], stage: string, after: number): string | null {
  const ending = facts.find(({ seq, event }) => {
    if (seq <= after) return false;
    if (event.type === 'rollback.started') return true;
    const ends = event.type === 'stage.failed' || event.type === 'stage.succeeded';
    return ends && event.stage === stage;
  });
  return ending?.at ?? null;
}

function lineOf(wait: Wait, began: string, ended: string): AccountLine {
  return {
    at: began,
    stage: wait.stage === '' ? null : wait.stage,
    what: 'waits',
    text: wait.reason,
    wait: wait.kind,
    who: wait.clearedBy,
    until: wait.until,
    waitedMs: Math.max(0, Date.parse(ended) - Date.parse(began)),
  };
}

/** What a fact says to somebody who reads what would happen; null for everything in between. */
function happeningOf({ at, event }: ReleaseFact): AccountLine | null {
  const line = (what: AccountLine['what'], stage: string | null, text: string): AccountLine => ({
    at,
    stage: stage === '' ? null : stage,
    what,
    text,
    wait: null,
    who: [],
    until: null,
    waitedMs: 0,
  });
  switch (event.type) {
    case 'stage.succeeded':
      return line('passed', event.stage, event.summary);
    case 'stage.failed':
      return line('failed', event.stage, event.failure.message);
    case 'release.live':
      return line('live', null, `Users have it in ${event.environment}.`);
    case 'rollback.started':
      return line('rolls-back', event.stage, event.reason);
    case 'compensation.done':
      return line('taken-back', null, event.summary);
    case 'compensation.failed':
      return line('not-taken-back', null, event.failure.message);
    case 'compensation.kept':
      return line('stays', null, `${event.key} stays: ${event.reason}`);
    case 'release.closed':
      return line('closed', null, `The release is closed: ${event.outcome}.`);
    default:
      return null;
  }
}

function outcomeOf(state: ReleaseState, horizonMs: number): AccountOutcome {
  const { outcome, waits } = state;
  if (outcome !== null) {
    const reason = state.rollback?.reason ?? 'Every stage was passed, and every obligation is met.';
    return { ended: 'closed', result: outcome, reason };
  }
  // What has no end of its own is what the release is stuck at.
  const [wait] = waits.toSorted((one, other) => (one.until ?? '').localeCompare(other.until ?? ''));
  return {
    ended: 'waits',
    afterDays: Math.floor(horizonMs / dayMs),
    for: [...new Set(waits.flatMap((open) => silentIn(state, open)))],
    stage: wait?.stage ?? null,
    reason: wait?.reason ?? 'It has not come to its end.',
    remedy: wait?.remedy ?? 'Rehearse over more days.',
  };
}

/** Those who did not answer; where everybody did, those who can clear what came of it. */
function silentIn({ requirements }: ReleaseState, wait: Wait): readonly string[] {
  const silent = requirements.filter(
    ({ stage, outcome }) =>
      stage === wait.stage && (outcome === 'expired' || outcome === 'pending'),
  );
  return silent.length > 0 ? silent.map(({ group }) => group) : wait.clearedBy;
}

function totalsOf(lines: readonly AccountLine[]): readonly WaitingTotal[] {
  const totals = new Map<Wait['kind'], WaitingTotal>();
  for (const { wait, waitedMs } of lines) {
    if (wait === null) continue;
    const known = totals.get(wait) ?? { wait, times: 0, waitedMs: 0 };
    totals.set(wait, { wait, times: known.times + 1, waitedMs: known.waitedMs + waitedMs });
  }
  return [...totals.values()].toSorted((one, other) => other.waitedMs - one.waitedMs);
}
