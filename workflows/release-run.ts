import { type CancellationScope, condition } from '@temporalio/workflow';
import type { CommandContent, CommandName } from '../domain/approval/statement.ts';
import type { PlanOutline } from '../domain/plan/plan.ts';
import type { Failure } from '../domain/release/event.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Wait } from '../domain/release/wait.ts';
import type { Message } from './contract.ts';
import type { Journal } from './journal.ts';

/**
 * Why the way forward ends: a person asked, a threshold broke, or an operator cancelled the
 * workflow.
 */
export type Interruption = {
  readonly reason: string;
  readonly by: string | null;
  readonly thenOutcome: 'rolled-back' | 'withdrawn';
};

/**
 * A command that answers a question, the pseudonymous id of who gave it, and the digest of what
 * they signed.
 */
export type Answer = CommandContent & { readonly by: string; readonly statement: string };

/**
 * A long watch, of days or weeks, judges as well when it begins anew. A short one, of minutes,
 * loses what it has compared with.
 */
export type Watch = 'short' | 'long';

/** One release as its stages see it: the plan, the journal, and what people told it. */
export class ReleaseRun {
  readonly release: string;
  private readonly begunWith: string;
  private outline: PlanOutline;
  readonly journal: Journal;
  /** Messages that nobody has looked at yet, oldest first. */
  readonly inbox: Message[];
  /** Commands that answer a question; a wait takes the ones that it asked for. */
  private answers: Answer[] = [];
  private scope: CancellationScope | null = null;
  /** What ends the attempt of a stage that is under way, or the next one. */
  private alarm: Failure | null = null;
  private attempting = false;
  interruption: Interruption | null = null;
  /** The plan was revised, and the story has not gone on by the new one yet. */
  isRevised = false;
  /** Messages that changed nothing, and that no fact tells of yet. */
  private uncounted = 0;
  /** Steps under way that only watch: dropped and begun anew, they have changed nothing. */
  private readonly watching: Record<Watch, number> = { short: 0, long: 0 };
  /**
   * The environment that is being given back for an emergency: whoever asks for it before that has
   * arrived would be told that it holds it still.
   */
  givingWay: string | null = null;
  /** Grows whenever the calendar may have changed. */
  calendarEdition = 0;

  constructor(start: {
    release: string;
    planDigest: string;
    plan: PlanOutline;
    journal: Journal;
    inbox: Message[];
  }) {
    this.release = start.release;
    this.begunWith = start.planDigest;
    this.outline = start.plan;
    this.journal = start.journal;
    this.inbox = start.inbox;
  }

  get state(): ReleaseState {
    return this.journal.state;
  }

  /** The plan in force. */
  get plan(): PlanOutline {
    return this.outline;
  }

  get planDigest(): string {
    return this.state.planDigest ?? this.begunWith;
  }

  /** Goes on by another plan: whatever it waits for is left, and the way is looked for anew. */
  revise(outline: PlanOutline): void {
    this.outline = outline;
    this.isRevised = true;
    this.answers = [];
    this.scope?.cancel();
  }

  /** Ends the way forward at once: the running stage is cancelled, and the way back begins. */
  interrupt(interruption: Interruption): void {
    this.interruption ??= interruption;
    this.alarm = null;
    this.scope?.cancel();
  }

  /**
   * Has the attempt of a stage fail that is under way, or the next one. False while people are
   * asked about one that has failed: they know of harm, and nothing is under way.
   */
  fail(failure: Failure): boolean {
    if (this.interruption !== null) return true;
    if (this.scope !== null && !this.attempting) return false;
    this.alarm ??= failure;
    this.scope?.cancel();
    return true;
  }

  /** Why the attempt was made to fail, which is told once; null: it was not. */
  takeAlarm(): Failure | null {
    const { alarm } = this;
    this.alarm = null;
    return alarm;
  }

  /** The scope that an interruption cancels. `attempts`: and whatever makes a stage fail. */
  enter(scope: CancellationScope, attempts: boolean): void {
    this.scope = scope;
    this.attempting = attempts;
    const alarmed = attempts && this.alarm !== null;
    if (this.interruption !== null || this.isRevised || alarmed) scope.cancel();
  }

  leave(): void {
    this.scope = null;
    this.attempting = false;
  }

  give(answer: Answer): void {
    this.answers.push(answer);
  }

  /** Forgets answers to earlier questions. */
  forgetAnswers(): void {
    this.answers = [];
  }

  /** The first answer of these names, which is taken; undefined while there is none. */
  take(...names: readonly CommandName[]): Answer | undefined {
    const index = this.answers.findIndex(({ command }) => names.includes(command));
    return index < 0 ? undefined : this.answers.splice(index, 1)[0];
  }

  /** A step that only watches; a new run may begin it anew. */
  async watch<Result>(watch: Watch, look: () => Promise<Result>): Promise<Result> {
    this.watching[watch] += 1;
    try {
      return await look();
    } finally {
      this.watching[watch] -= 1;
    }
  }

  /**
   * Whether the release does nothing but wait. Each wait can be entered again from what is
   * recorded, so that another run can go on waiting. `orWatches`: or has such watches under
   * way, and nothing else.
   */
  isResting({ orWatches }: { readonly orWatches: readonly Watch[] }): boolean {
    const watching = orWatches.reduce((sum, watch) => sum + this.watching[watch], 0);
    const acting = this.journal.stepsUnderWay - watching;
    const isLeaving = this.interruption !== null || this.isRevised || this.alarm !== null;
    return acting === 0 && this.inbox.length === 0 && !isLeaving;
  }

  /** The open wait of that id: then its stage was entered again, in a new run. */
  openWait(id: string): Wait | undefined {
    return this.state.waits.find((wait) => wait.id === id);
  }

  /** Records that a wait begins, and returns it; one that is open goes on as it was. */
  beginWait(wait: Wait): Wait {
    const open = this.openWait(wait.id);
    if (open === undefined) this.journal.record({ type: 'wait.began', wait });
    return open ?? wait;
  }

  /** A message that changed nothing and is not recorded by itself. */
  countRefusal(): void {
    this.uncounted += 1;
  }

  /**
   * Records how many messages were counted, each time their number has grown by a tenth: a storm
   * costs a handful of facts, and so does a trickle of years. `all`: whatever their number.
   */
  tellCounted(all = false): void {
    const due = Math.max(10, this.state.refusals / 10);
    if (this.uncounted === 0 || (this.uncounted < due && !all)) return;
    this.journal.record({ type: 'refusals.counted', count: this.uncounted });
    this.uncounted = 0;
  }

  /** Resolves at once unless someone paused the release; then when it is resumed. */
  async goAhead(): Promise<void> {
    if (!this.state.paused) return;
    await this.journal.flush();
    await condition(() => !this.state.paused);
  }
}
