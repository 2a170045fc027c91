import {
  ActivityCancellationType,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { AccessActivities } from '../activities/access/index.ts';
import type { AccessNews } from '../activities/access/tell.ts';
import { applyAccessFact } from '../domain/access/apply-fact.ts';
import { describeAccess } from '../domain/access/describe.ts';
import type { AccessEvent, AccessFact } from '../domain/access/event.ts';
import { receiveAct } from '../domain/access/receive-act.ts';
import type { AccessState } from '../domain/access/state.ts';
import type { Receipt } from '../domain/approval/statement.ts';
import { type AccessInput, searchAttributes, taskQueues } from './contract.ts';
import { isTimeToContinue } from './journal.ts';
import { isSigned } from './refuse.ts';

/**
 * Steps of an access. They are tried until they work, however many days that takes, and their
 * retries cost no history. One that nobody waits for any more ends by itself: its key is spent.
 */
export function accessSteps(summary: string): AccessActivities {
  return proxyActivities<AccessActivities>({
    taskQueue: taskQueues.access,
    startToCloseTimeout: '1m',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
    summary,
  });
}

/** Whoever cannot be told in this time reads it in the list. */
const messages = (summary: string): AccessActivities =>
  proxyActivities<AccessActivities>({
    taskQueue: taskQueues.access,
    startToCloseTimeout: '1m',
    scheduleToCloseTimeout: '10m',
    cancellationType: ActivityCancellationType.ABANDON,
    summary,
  });

/** Beyond this many recorded refusals an access is silent: forgers must not fill its history. */
const recordedRefusals = 50;

/** One access while its workflow runs: its facts, and what was said and not heard yet. */
export class AccessRun {
  readonly access: string;
  readonly inbox: unknown[];
  state: AccessState;
  /** Set once somebody has called it off in Temporal. */
  isCancelled = false;
  /** Id of what was accepted and has not taken effect yet: it has no receipt until then. */
  withheld: string | null = null;
  private unrecorded: readonly AccessFact[] = [];
  private flushing: Promise<void> | null = null;
  private refusals = 0;
  private readonly messages: Promise<void>[] = [];

  constructor(state: AccessState, inbox: unknown[], unrecorded: readonly AccessFact[]) {
    this.access = state.access;
    this.state = state;
    this.inbox = inbox;
    this.unrecorded = unrecorded;
    this.show();
  }

  record(event: AccessEvent): void {
    const fact = { seq: this.state.seq + 1, at: new Date().toISOString(), event };
    const before = this.state.phase;
    this.state = applyAccessFact(this.access, this.state, fact);
    this.unrecorded = [...this.unrecorded, fact];
    if (this.state.phase === before) setCurrentDetails(describeAccess(this.state));
    else this.show();
  }

  /** Resolves when every fact so far is recorded. */
  async flush(): Promise<void> {
    while (this.unrecorded.length > 0) {
      this.flushing ??= this.send().finally(() => {
        this.flushing = null;
      });
      await this.flushing;
    }
  }

  /** Tells people something; nothing waits for it, and nothing fails with it. */
  tell(summary: string, news: Pick<AccessNews, 'news' | 'at'>): void {
    const { access } = this;
    const order = { access, request: this.state.request, ...news };
    this.messages.push(
      messages(summary)
        .tellAboutAccess(order)
        .catch(() => undefined),
    );
  }

  /** Resolves when no message is on its way any more. */
  async told(): Promise<void> {
    await Promise.all(this.messages);
  }

  /** Goes on in a new run where strangers have filled this one; everything is recorded. */
  async continueWhenLong(): Promise<void> {
    if (!isTimeToContinue() || this.inbox.length > 0) return;
    await this.told();
    if (this.inbox.length > 0) return;
    await continueAsNew<(input: AccessInput) => Promise<unknown>>({ access: this.access });
  }

  /** What became of a statement, as soon as that is recorded and true. */
  receiptOf(id: string): Receipt | null {
    const receipt = this.state.receipts.find((known) => known.id === id);
    if (receipt === undefined || id === this.withheld) return null;
    return this.unrecorded.some(({ seq }) => seq <= receipt.seq) ? null : receipt;
  }

  /** Hears everything that was said, one after the other, and records what became of it. */
  async serve(): Promise<void> {
    while (this.inbox.length > 0) {
      const payload = this.inbox.shift();
      if (isSigned(payload)) await this.hear(payload.jws);
      else this.refuse('signal/undecodable', 'It holds no signed statement.', null);
    }
  }

  private async hear(jws: string): Promise<void> {
    const { access, state } = this;
    const order = { access, jws, request: state.request };
    const verified = await accessSteps('Who says what?').verifyAccessAct(order);
    if ('refused' in verified) {
      return this.refuse(verified.refused.code, verified.refused.reason, null);
    }
    const { act, digest, offered } = verified;
    if (this.state.receipts.some(({ id }) => id === act.id)) return;
    const heard = receiveAct(this.state, verified, offered, new Date().toISOString());
    if ('event' in heard) {
      if (heard.event.type === 'access.credentials-taken') this.withheld = act.id;
      this.record(heard.event);
    } else {
      const said = { id: act.id, by: act.by, statement: digest };
      this.refuse(heard.refused.code, heard.refused.reason, said);
    }
    await this.flush();
  }

  private refuse(
    code: string,
    reason: string,
    said: { readonly id: string; readonly by: string; readonly statement: string } | null,
  ): void {
    this.refusals += 1;
    if (said === null && this.refusals > recordedRefusals) return;
    const who = said ?? { id: null, by: null, statement: null };
    this.record({ type: 'access.statement-refused', ...who, code, reason });
  }

  private async send(): Promise<void> {
    // What is recorded at this very moment goes along.
    await Promise.resolve();
    const facts = this.unrecorded;
    await accessSteps('Record what happened').recordAccess({ access: this.access, facts });
    const last = facts.at(-1)?.seq ?? 0;
    this.unrecorded = this.unrecorded.filter(({ seq }) => seq > last);
  }

  private show(): void {
    const { phase, request } = this.state;
    setCurrentDetails(describeAccess(this.state));
    upsertSearchAttributes([
      { key: searchAttributes.state, value: phase },
      { key: searchAttributes.environment, value: request.environment },
    ]);
  }
}
