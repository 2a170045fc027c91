import type { SaidDefect } from '../../../domain/acceptance/defect.ts';
import type { Statement } from '../../../domain/approval/statement.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { receiveStatement } from '../../../domain/release/receive-statement.ts';
import type { Reception } from '../../../domain/release/reception.ts';
import { standingOf } from '../../../domain/release/standing.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { aPlan, aStage } from './plan.ts';

const at = '2026-11-21T12:00:00.000Z';
const plan = aPlan([aStage('uat')]);
type Opened = Extract<ReleaseEvent, { type: 'requirement.opened' }>;

/** An acceptance test in which nothing was said; the pure rules take in what people say of it. */
export class AcceptanceTest {
  state: ReleaseState;
  private said = 0;
  private readonly opened: Opened;

  constructor(change: Partial<Opened> = {}) {
    this.opened = { ...opened, ...change };
    this.state = initialState();
    this.record(this.opened);
  }

  record(event: ReleaseEvent): void {
    this.state = applyFact(this.state, { seq: this.state.seq + 1, at, event });
  }

  /** The testers begin anew. */
  beginCycle(): void {
    const attempt = (this.state.requirements[0]?.attempt ?? 0) + 1;
    this.record({ ...this.opened, attempt, subjectDigest: `sha256:subject-${attempt}` });
  }

  /** The board lets these stand. */
  letStand(defects: readonly Pick<SaidDefect, 'id' | 'severity'>[]): void {
    const requirement = `${uatId}/defects`;
    const letsStand = { requirement: uatId, defects };
    this.record({ ...opened, requirement, kind: 'approval', group: 'cab', letsStand });
    this.record({ type: 'requirement.settled', requirement, outcome: 'approved' });
  }

  /** Says something of a defect, and records it when it counts. */
  report(by: string, said: SaidDefect): Reception {
    const { id: defect, ...rest } = said;
    return this.say(by, {
      kind: 'uat-defect',
      content: { requirement: uatId, defect, ...rest },
    });
  }

  verdict(by: string, verdict: 'accept' | 'reject'): Reception {
    return this.say(by, { kind: 'uat-verdict', content: { requirement: uatId, verdict } });
  }

  get outcome(): string | undefined {
    return standingOf(this.state, { stage: uatId, kind: 'uat' }).get(uatId)?.outcome;
  }

  private say(by: string, words: Words): Reception {
    const statement = { ...words, ...this.head(by) };
    const verified = { statement, digest: 'sha256:said', groups: ['testers'] };
    const reception = receiveStatement(plan.name, plan, this.state, verified, at);
    if (reception.outcome === 'accepted') {
      const { outcome: _, ...received } = reception;
      const { id, kind } = statement;
      this.record({ type: 'statement.accepted', id, kind, digest: 'sha256:said', by, ...received });
    }
    return reception;
  }

  private head(by: string) {
    this.said += 1;
    return {
      id: `said-${this.said}`,
      release: plan.name,
      environment: 'production',
      subjectDigest: this.state.requirements.find(({ id }) => id === uatId)?.subjectDigest ?? '',
      by,
      commentDigest: null,
      nonce: 'n',
      issuedAt: at,
      expiresAt: '2999-01-01T00:00:00.000Z',
    };
  }
}

type Words =
  | Pick<Extract<Statement, { kind: 'uat-defect' }>, 'kind' | 'content'>
  | Pick<Extract<Statement, { kind: 'uat-verdict' }>, 'kind' | 'content'>;

const uatId = aStage('uat').id;

const opened: Opened = {
  type: 'requirement.opened',
  requirement: uatId,
  stage: uatId,
  kind: 'uat',
  environment: 'production',
  group: 'testers',
  count: 1,
  subjectDigest: 'sha256:subject-1',
  evidenceDigest: 'sha256:evidence',
  attempt: 1,
  deadline: '2026-11-22T12:00:00.000Z',
  thresholds: { critical: 0, high: 0, medium: 1 },
};
