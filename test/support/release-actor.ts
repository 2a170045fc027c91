import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { CommandName, Receipt, Statement } from '../../domain/approval/statement.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { receiptQuery, stateQuery, statementSignals } from '../../workflows/contract.ts';
import { fakeSignature } from './fakes/fake-verifier.ts';
import type { MemoryRecords } from './fakes/memory-records.ts';

type Scene = {
  readonly plan: ReleasePlan;
  readonly planDigest: string;
  readonly handle: WorkflowHandle;
  readonly environment: TestWorkflowEnvironment;
  readonly records: MemoryRecords;
  readonly readClock: () => Promise<void>;
};

const patienceMs = 20_000;

/** A running release, and what people do to it. */
export class ReleaseActor {
  readonly scene: Scene;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  get handle(): WorkflowHandle {
    return this.scene.handle;
  }

  state(): Promise<ReleaseState> {
    return this.handle.query(stateQuery);
  }

  /** Everything that was recorded, in order. */
  events(): readonly ReleaseEvent[] {
    return (this.scene.records.facts.get(this.scene.plan.name) ?? []).map(({ event }) => event);
  }

  /** Lets time pass in the workflow. */
  async pass(ms: number): Promise<void> {
    await this.scene.environment.sleep(ms);
    await this.scene.readClock();
  }

  /** Resolves with the state as soon as it fits. */
  async until(fits: (state: ReleaseState) => boolean): Promise<ReleaseState> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const state = await this.state();
      if (fits(state)) return state;
      if (Date.now() > deadline) {
        throw new Error(`It never came to that. Waits: ${JSON.stringify(state.waits)}, stages: ${JSON.stringify(state.stages)}`);
      }
      await sleep(20);
    }
  }

  waitsFor(kind: ReleaseState['waits'][number]['kind']): Promise<ReleaseState> {
    return this.until((state) => state.waits.some((wait) => wait.kind === kind));
  }

  /** Says something about a requirement as it stands now, and returns the receipt. */
  async decide(
    by: string,
    requirement: string,
    verdict: 'approve' | 'reject',
    change: Partial<Statement> = {},
  ): Promise<Receipt> {
    const known = (await this.state()).requirements.find(({ id }) => id === requirement);
    const uat = known?.kind === 'uat';
    const statement = {
      ...this.head(by, known?.environment ?? null, known?.subjectDigest ?? ''),
      kind: uat ? 'uat-verdict' : 'decision',
      content: { requirement, verdict: uat && verdict === 'approve' ? 'accept' : verdict },
      ...change,
    } as Statement;
    return this.say(statement);
  }

  command(by: string, command: CommandName, target: string | null = null): Promise<Receipt> {
    const content = { command, target, evidence: 'https://wiki.example/review' };
    return this.say({ ...this.head(by, null, this.scene.planDigest), kind: 'command', content });
  }

  async say(statement: Statement): Promise<Receipt> {
    await this.handle.signal(statementSignals[statement.kind], fakeSignature(statement));
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const receipt = await this.handle.query(receiptQuery, statement.id);
      if (receipt !== null) return receipt;
      if (Date.now() > deadline) throw new Error(`No receipt came for ${statement.id}.`);
      await sleep(20);
    }
  }

  private head(by: string, environment: string | null, subjectDigest: string) {
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
