import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type {
  CommandContent,
  CommandName,
  Receipt,
  Statement,
  StatementHead,
} from '../../domain/approval/statement.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import type { EventOf } from '../../domain/release/fold/event-of.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import type { RevisionContent } from '../../domain/revision/revision.ts';
import type { TaskReport } from '../../domain/task/task.ts';
import { receiptQuery, statementSignals, stateQuery } from '../../workflows/contract.ts';
import { fakeSignature } from './fakes/fake-verifier.ts';
import { foldAll, type MemoryRecords } from './fakes/memory-records.ts';

type Scene = {
  readonly plan: ReleasePlan;
  readonly planDigest: string;
  readonly handle: WorkflowHandle;
  readonly environment: TestWorkflowEnvironment;
  readonly records: MemoryRecords;
  /** Whether to look at a release by asking its workflow, or only by reading its records. */
  readonly look: 'query' | 'read';
};

/** Nothing is recorded while the records are away. */
const recordedWithinMs = 1_000;
/** A task that a worker took with it when it ended is handed out again after ten seconds. */
const patienceMs = 45_000;

/** A running release, and what people do to it. */
export class ReleaseActor {
  readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  get handle(): WorkflowHandle {
    return this.scene.handle;
  }

  async state(): Promise<ReleaseState> {
    if (this.scene.look === 'query') return this.handle.query(stateQuery);
    return foldAll(this.scene.records.facts.get(this.scene.plan.name) ?? []);
  }

  /** Everything that was recorded, in order. */
  events(): readonly ReleaseEvent[] {
    return (this.scene.records.facts.get(this.scene.plan.name) ?? []).map(({ event }) => event);
  }

  /** Recorded events of one type, in order. */
  eventsOf<Type extends ReleaseEvent['type']>(type: Type): readonly EventOf<Type>[] {
    return this.events().filter((event): event is EventOf<Type> => event.type === type);
  }

  /** Lets time pass in the workflow. */
  async pass(ms: number): Promise<void> {
    await this.scene.environment.sleep(ms);
  }

  /** Resolves with the state as soon as it fits. */
  async until(fits: (state: ReleaseState) => boolean): Promise<ReleaseState> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const state = await this.state();
      if (fits(state)) return state;
      if (Date.now() > deadline) {
        const { waits, stages } = state;
        throw new Error(`It never came to that: ${JSON.stringify({ waits, stages })}`);
      }
      await sleep(20);
    }
  }

  /** Resolves with the state as soon as it waits so, and what led there has been recorded. */
  async waitsFor(kind: ReleaseState['waits'][number]['kind']): Promise<ReleaseState> {
    const state = await this.until(({ waits }) => waits.some((wait) => wait.kind === kind));
    const deadline = Date.now() + recordedWithinMs;
    while (this.events().length < state.seq && Date.now() < deadline) await sleep(10);
    return state;
  }

  /** Resolves as soon as an event of the type has been recorded. */
  async recorded(type: ReleaseEvent['type'], times = 1): Promise<void> {
    await this.until(() => this.eventsOf(type).length >= times);
  }

  /**
   * Resolves as soon as a step was told to stop. A step that ends at that very moment would end the
   * test: the time-skipping server fails the workflow task.
   */
  async toldToStop(): Promise<void> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { events } = await this.handle.fetchHistory();
      if (events?.some((event) => event.activityTaskCancelRequestedEventAttributes)) return;
      if (Date.now() > deadline) throw new Error('No step was told to stop.');
      await sleep(20);
    }
  }

  /** Meets every obligation and resolves to how the release ended. */
  async review(): Promise<string> {
    const { obligations } = await this.waitsFor('obligation');
    for (const { id } of obligations) await this.command('erin', 'complete-obligation', id);
    const outcome: string = await this.handle.result();
    return outcome;
  }

  /** Says something about a requirement as it stands now, and returns the receipt. */
  async decide(
    by: string,
    requirement: string,
    verdict: 'approve' | 'reject',
    change: Partial<StatementHead> = {},
  ): Promise<Receipt> {
    return this.say(await this.decision(by, requirement, verdict, change));
  }

  /** The statement that `decide` would send. */
  async decision(
    by: string,
    requirement: string,
    verdict: 'approve' | 'reject',
    change: Partial<StatementHead> = {},
  ): Promise<Statement> {
    const known = (await this.state()).requirements.find(({ id }) => id === requirement);
    const head = {
      ...this.head(by, known?.environment ?? null, known?.subjectDigest ?? ''),
      ...change,
    };
    if (known?.kind !== 'uat') {
      return { ...head, kind: 'decision', content: { requirement, verdict } };
    }
    const said = verdict === 'approve' ? 'accept' : verdict;
    return { ...head, kind: 'uat-verdict', content: { requirement, verdict: said } };
  }

  /** Says what became of a task as it is asked for now, and returns the receipt. */
  async report(
    by: string,
    task: string,
    outcome: TaskReport['outcome'],
    shown: Partial<TaskReport & StatementHead> = {},
  ): Promise<Receipt> {
    const known = (await this.state()).requirements.find(({ id }) => id === task);
    const { link = null, file = null, ...change } = shown;
    const head = this.head(by, known?.environment ?? null, known?.subjectDigest ?? '');
    const content = { requirement: task, outcome, link, file };
    return this.say({ ...head, ...change, kind: 'task-report', content });
  }

  command(
    by: string,
    command: CommandName,
    target: string | null = null,
    change: Partial<CommandContent> = {},
  ): Promise<Receipt> {
    const content = { command, target, evidence: 'https://wiki.example/review', ...change };
    return this.aboutPlan().then((digest) =>
      this.say({ ...this.head(by, null, digest), kind: 'command', content }),
    );
  }

  /** Seals a plan for this release, and says that it shall go on by it. Returns the receipt. */
  async revise(by: string, plan: ReleasePlan, change: Partial<RevisionContent> = {}) {
    const planDigest = contentDigest(plan);
    const release = this.scene.plan.name;
    const content = { kind: 'plan-seal', release, planDigest, requestedBy: by, issuedAt: '' };
    const sealed = { release, plan, planDigest, requestedBy: by, seal: JSON.stringify(content) };
    this.scene.records.revised.set(`${release} ${planDigest}`, sealed);
    return this.say(await this.revision(by, planDigest, change));
  }

  /** The statement that `revise` would send. */
  async revision(
    by: string,
    to: string,
    change: Partial<RevisionContent> = {},
  ): Promise<Statement> {
    const from = await this.aboutPlan();
    const content = { from, to, reason: 'Plans change.', dropped: [], ...change };
    return { ...this.head(by, null, from), kind: 'revision', content };
  }

  private async aboutPlan(): Promise<string> {
    return (await this.state()).planDigest ?? this.scene.planDigest;
  }

  /**
   * Sends a statement, under the signal of its kind unless told otherwise, and returns the receipt.
   */
  async say(
    statement: Statement,
    signal: keyof typeof statementSignals = statement.kind,
  ): Promise<Receipt> {
    await this.handle.signal(statementSignals[signal], fakeSignature(statement));
    return this.receipt(statement);
  }

  async receipt(statement: Statement): Promise<Receipt> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const receipt = await this.lookForReceipt(statement.id);
      if (receipt !== null) return receipt;
      if (Date.now() > deadline) throw new Error(`No receipt came for ${statement.id}.`);
      await sleep(20);
    }
  }

  private async lookForReceipt(id: string): Promise<Receipt | null> {
    if (this.scene.look === 'query') return this.handle.query(receiptQuery, id);
    const { receipts } = await this.state();
    return receipts.find((receipt) => receipt.id === id) ?? null;
  }

  /** The head of a statement; its kind and content are to be added. */
  head(by: string, environment: string | null, subjectDigest: string): StatementHead {
    return {
      id: randomUUID(),
      release: this.scene.plan.name,
      environment,
      subjectDigest,
      by,
      commentDigest: null,
      nonce: randomUUID(),
      issuedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2999-01-01T00:00:00.000Z',
    };
  }
}
