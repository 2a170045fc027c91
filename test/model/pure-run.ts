import { requireMayTouch } from '../../activities/guard.ts';
import type { DutyEngine } from '../../activities/ports/duties.ts';
import type { Ports } from '../../activities/ports/index.ts';
import { createVerifyStatement } from '../../activities/verify-statement.ts';
import { grantNext } from '../../domain/environment/grant-next.ts';
import type { LeaseBook } from '../../domain/environment/lease.ts';
import type { PlanOutline, ReleasePlan } from '../../domain/plan/plan.ts';
import { applyFact } from '../../domain/release/apply-fact.ts';
import type { ReleaseEvent, ReleaseFact } from '../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { createFakeTools, type FakeTools } from '../support/fakes/fake-tools.ts';
import { fakeVerifier } from '../support/fakes/fake-verifier.ts';
import { createMemoryRecords, type MemoryRecords } from '../support/fakes/memory-records.ts';
import type { Effect } from './judge.ts';
import { leaseIn, noteLease } from './machine.ts';
import { type Known, place, releaseName } from './plans.ts';

/** One release on the pure machine: its clock, its records, and what it knows of itself. */
export type PureRun = {
  nowMs: number;
  state: ReleaseState;
  plan: ReleasePlan;
  outline: PlanOutline;
  /** The number under which it believes to hold the environment; null: it does not. */
  fence: number | null;
  book: LeaseBook;
  /** Somebody has asked to try the failed stage again. */
  retried: boolean;
  /** Who is given the environment while this release believes to hold it; null: nobody. */
  takenSoon: string | null;
  readonly effects: Effect[];
  readonly facts: ReleaseFact[];
  readonly records: MemoryRecords;
  /** Proves that it may, and takes effect. */
  readonly deploy: (step: Deploying) => Promise<void>;
  readonly verify: ReturnType<typeof createVerifyStatement>;
};

const beganMs = Date.parse('2026-11-21T12:00:00.000Z');
/** So long it takes to bring one component in: time enough for a freeze to begin. */
const bringsInMs = 20 * 60_000;

/** Begins a run. The tools are shared, because what they have parsed lasts. */
export function beginRun(
  tools: FakeTools,
  clock: { ms: number },
  { plan, outline }: Known,
): PureRun {
  const records = createMemoryRecords();
  tools.reset();
  const ports: Ports = {
    ...tools,
    ...records,
    ledger: { ...records.ledger, state: async () => run.state },
    verifier: fakeVerifier,
    leaseOffice: idle,
  };
  const run: PureRun = {
    get nowMs() {
      return clock.ms;
    },
    set nowMs(ms) {
      clock.ms = ms;
    },
    state: initialState(),
    plan,
    outline,
    fence: null,
    book: { environment: place, holders: [], fence: 0, queue: [] },
    retried: false,
    takenSoon: null,
    effects: [],
    facts: [],
    records,
    async deploy(step) {
      if (run.takenSoon !== null) takeAway(run, run.takenSoon);
      const { state } = await requireMayTouch(ports, step);
      run.effects.push(effectOf(run, step, state));
      run.nowMs += bringsInMs;
    },
    verify: createVerifyStatement(ports),
  };
  run.nowMs = beganMs;
  return run;
}

const nothing = async () => {};
const idle = { take: async () => null, request: nothing, giveWay: nothing, release: nothing };

type Deploying = Parameters<typeof requireMayTouch>[1] & { readonly component: string };

function effectOf(
  { records, nowMs }: PureRun,
  { component, fence }: Deploying,
  { artifacts }: ReleaseState,
): Effect {
  const held = leaseIn(records);
  const packed = artifacts.find((artifact) => artifact.component === component);
  return {
    component,
    version: packed?.version ?? '',
    digest: packed?.digest ?? '',
    atMs: nowMs,
    holder: held?.release ?? null,
    grantedFence: held?.fence ?? null,
    fence,
    release: releaseName,
  };
}

export function record(run: PureRun, event: ReleaseEvent): void {
  const at = new Date(run.nowMs).toISOString();
  const fact = { seq: run.state.seq + 1, at, event };
  run.facts.push(fact);
  run.state = applyFact(run.state, fact);
}

/** Grants the environment anew, as if the release had been thought dead. */
function takeAway(run: PureRun, release: string): void {
  const queue = run.book.queue.filter((each) => each.release !== release);
  const free = { ...run.book, holders: [], queue: [{ release, priority: 0 }, ...queue] };
  run.book = grantNext(free, new Date(run.nowMs).toISOString());
  noteLease(run.records, release, run.book.fence);
  run.takenSoon = null;
}

export function openTools(): { readonly tools: FakeTools; readonly clock: { ms: number } } {
  const clock = { ms: beganMs };
  const tools = createFakeTools(() => new Date(clock.ms));
  return { tools: { ...tools, dutyEngine: remembering(tools.dutyEngine) }, clock };
}

/** Many lives ask the same: a policy answers the same question in the same way. */
function remembering(engine: DutyEngine): DutyEngine {
  const answers = new Map<string, ReturnType<DutyEngine['ask']>>();
  return {
    ...engine,
    ask(sets, question) {
      const key = JSON.stringify([sets, question]);
      const known = answers.get(key) ?? engine.ask(sets, question);
      answers.set(key, known);
      return known;
    },
  };
}
