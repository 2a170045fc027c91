import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { AccessRecords } from '../../../activities/access/ports.ts';
import type { AccessRequest } from '../../../domain/access/access.ts';
import {
  type AccessAct,
  type AccessActContent,
  requestDigest,
} from '../../../domain/access/act.ts';
import type { AccessPhase, AccessState } from '../../../domain/access/state.ts';
import type { Receipt } from '../../../domain/approval/statement.ts';
import { accessActSignal, accessWorkflowId, receiptQuery } from '../../../workflows/contract.ts';
import { becomeQuiet } from '../become-quiet.ts';
import { eventually } from '../journey/eventually.ts';

/** Where accesses run, and who signs for the people there. */
export type AccessScene = {
  readonly environment: TestWorkflowEnvironment;
  readonly records: Pick<AccessRecords, 'accessState'>;
  readonly start: (access: string, jws: string | null) => Promise<WorkflowHandle>;
  /** As the API signs. */
  readonly sign: (act: object) => string;
  readonly nowMs: () => Promise<number>;
};

/** An access that runs, and what people do to it. */
export class AccessActor {
  readonly stage: AccessScene;
  readonly access: string;
  readonly request: AccessRequest;

  constructor(stage: AccessScene, access: string, request: AccessRequest) {
    this.stage = stage;
    this.access = access;
    this.request = request;
  }

  get handle(): WorkflowHandle {
    return this.stage.environment.client.workflow.getHandle(accessWorkflowId(this.access));
  }

  get at() {
    const { environment, resource } = this.request;
    return { environment, resource, key: this.access };
  }

  /** What somebody would say, whoever signs it then. */
  async act(by: string, content: AccessActContent, change: object = {}): Promise<AccessAct> {
    const now = await this.stage.nowMs();
    return {
      kind: 'access-act',
      id: randomUUID(),
      access: this.access,
      subjectDigest: requestDigest(this.request),
      by,
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 3_600_000).toISOString(),
      ...content,
      ...change,
    };
  }

  async ask(by: string): Promise<void> {
    const act = await this.act(by, { act: 'ask', request: this.request });
    await this.stage.start(this.access, this.stage.sign(act));
    await this.until('asked');
  }

  /** Says it, signed by the API, and waits for what became of it. */
  async say(by: string, content: AccessActContent, change: object = {}): Promise<Receipt> {
    const act = await this.act(by, content, change);
    await this.handle.signal(accessActSignal, { jws: this.stage.sign(act) });
    return eventually('it is heard', () => this.handle.query(receiptQuery, act.id));
  }

  grant(by: string): Promise<Receipt> {
    return this.say(by, { act: 'grant', reason: null });
  }

  /** Ends its workflow by force, between two steps: see `becomeQuiet`. */
  async terminate(): Promise<void> {
    await becomeQuiet(this.handle);
    await this.handle.terminate('Somebody ended it.');
  }

  state(): Promise<AccessState | null> {
    return this.stage.records.accessState(this.access);
  }

  /** Waits, as people do, until it is recorded as that. */
  until(phase: AccessPhase): Promise<AccessState> {
    return eventually(`it is ${phase}`, async () => {
      const state = await this.state();
      return state?.phase === phase ? state : null;
    });
  }
}
