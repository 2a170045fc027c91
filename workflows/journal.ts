import {
  CancellationScope,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Step } from '../activities/step.ts';
import { applyFact } from '../domain/release/apply-fact.ts';
import { blockersOf } from '../domain/release/blockers.ts';
import { describeRelease, displayState } from '../domain/release/describe.ts';
import type { ReleaseEvent, ReleaseFact } from '../domain/release/event.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { steadfast } from './activity-proxies.ts';
import { searchAttributes } from './contract.ts';

/**
 * The release's facts: numbers them, folds them into the state, and keeps those that the records
 * have not confirmed. Every step takes the unconfirmed ones along; `flush` writes them where no
 * step follows.
 */
export class Journal {
  readonly release: string;
  state: ReleaseState;
  private unconfirmed: readonly ReleaseFact[];
  /** Number of the last fact that a step under way carries; 0 when none does. */
  private onTheWay = 0;
  private flushing: Promise<void> | null = null;
  private shown = '';
  /** Steps that have begun and not ended; a run does not end while one of them is at work. */
  stepsUnderWay = 0;

  constructor(release: string, state: ReleaseState, unconfirmed: readonly ReleaseFact[]) {
    this.release = release;
    this.state = state;
    this.unconfirmed = unconfirmed;
  }

  record(event: ReleaseEvent): void {
    const fact = { seq: this.state.seq + 1, at: new Date().toISOString(), event };
    this.state = applyFact(this.state, fact);
    this.unconfirmed = [...this.unconfirmed, fact];
    setCurrentDetails(describeRelease(this.state));
  }

  /** Facts that may not be recorded yet; continue-as-new carries them. */
  get outbox(): readonly ReleaseFact[] {
    return this.unconfirmed;
  }

  /**
   * Runs a step that takes the unconfirmed facts along, unless a step beside it does; then it only
   * waits for them. They stay unconfirmed when the step fails: twice is once.
   */
  async perform<Result>(call: (step: Step) => Promise<Result>): Promise<Result> {
    this.show();
    const after = this.onTheWay;
    const facts = this.unconfirmed.filter(({ seq }) => seq > after);
    const last = facts.at(-1)?.seq ?? after;
    this.onTheWay = last;
    try {
      const result = await this.look(() => call({ release: this.release, facts, after }));
      this.confirm(last);
      return result;
    } catch (error) {
      this.onTheWay = 0;
      throw error;
    }
  }

  /** Runs a step that takes no facts along: it only looks. A run does not end under it, either. */
  async look<Result>(call: () => Promise<Result>): Promise<Result> {
    this.stepsUnderWay += 1;
    try {
      return await call();
    } finally {
      this.stepsUnderWay -= 1;
    }
  }

  /** Resolves when every fact so far is recorded. */
  async flush(): Promise<void> {
    this.show();
    while (this.unconfirmed.length > 0) {
      this.stepsUnderWay += this.flushing === null ? 1 : 0;
      this.flushing ??= this.send().finally(() => {
        this.flushing = null;
        this.stepsUnderWay -= 1;
      });
      await this.flushing;
    }
  }

  /** Resolves when every fact so far is recorded, or on its way with a step. */
  async flushUncarried(): Promise<void> {
    const { seq } = this.state;
    if (this.onTheWay < seq) await this.flush();
  }

  private async send(): Promise<void> {
    // What others record at this very moment goes along.
    await Promise.resolve();
    this.show();
    const facts = this.unconfirmed;
    // Several parts of a release wait for the same delivery, so the cancelling of one must not end
    // it.
    await CancellationScope.nonCancellable(() =>
      steadfast('Record what happened').recordFacts({ release: this.release, facts, after: 0 }),
    );
    this.confirm(facts.at(-1)?.seq ?? 0);
  }

  private confirm(last: number): void {
    this.unconfirmed = this.unconfirmed.filter(({ seq }) => seq > last);
    if (this.onTheWay <= last) this.onTheWay = 0;
  }

  /**
   * Brings the search attributes up to date; each change costs one event, so equal ones cost none.
   */
  private show(): void {
    const { state } = this;
    const current = state.stages.find(({ status }) => status === 'running' || status === 'failed');
    const waitingOn = blockersOf(state)
      .filter(({ kind }) => kind !== 'paused')
      .flatMap(({ clearedBy }) => clearedBy);
    const values = {
      state: displayState(state),
      environment: current?.environment ?? '',
      waitingOn: [...new Set(waitingOn)].toSorted().join(' '),
    };
    const text = JSON.stringify(values);
    if (text === this.shown) return;
    this.shown = text;
    upsertSearchAttributes([
      { key: searchAttributes.state, value: values.state },
      { key: searchAttributes.environment, value: values.environment },
      { key: searchAttributes.waitingOn, value: values.waitingOn },
    ]);
  }
}

/** Whether the history is long enough to go on in a new run at the next quiet point. */
export function isTimeToContinue(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength > eventsPerRun;
}

const eventsPerRun = 1_000;
