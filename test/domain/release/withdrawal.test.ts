import fc from 'fast-check';
import type { Statement } from '../../../domain/approval/statement.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { receiveStatement } from '../../../domain/release/receive-statement.ts';
import type { Reception, VerifiedStatement } from '../../../domain/release/reception.ts';
import { standingOf } from '../../../domain/release/standing.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { aPlan } from '../../support/builders/plan.ts';

const requirement = 'production/cab';
const stage = 'production/approval';
const minute = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();

function record(state: ReleaseState, event: ReleaseEvent, at: string): ReleaseState {
  return applyFact(state, { seq: state.seq + 1, at, event });
}

const opened = record(
  initialState(),
  {
    type: 'requirement.opened',
    requirement,
    stage,
    kind: 'approval',
    environment: 'production',
    group: 'cab',
    count: 2,
    subjectDigest: 'subject',
    evidenceDigest: 'evidence',
    attempt: 1,
    deadline: minute(10_000),
  },
  minute(0),
);

type Verdict = 'approve' | 'withdraw';

function said(by: string, verdict: Verdict, issued: number): Statement {
  return {
    id: `${by}-${verdict}-${issued}`,
    release: 'spring',
    environment: 'production',
    subjectDigest: 'subject',
    by,
    commentDigest: null,
    nonce: '',
    issuedAt: minute(issued),
    expiresAt: minute(20_000),
    kind: 'decision',
    content: { requirement, verdict },
  };
}

/** Lets a statement arrive, and records it when it counts. */
function arrive(
  state: ReleaseState,
  statement: Statement,
  now: number,
  groups: readonly string[] = ['cab'],
  standIns: VerifiedStatement['standIns'] = [],
): { readonly state: ReleaseState; readonly reception: Reception } {
  const verified = { statement, digest: statement.id, groups, standIns };
  const reception = receiveStatement('spring', aPlan([]), state, verified, minute(now));
  if (reception.outcome === 'refused') return { state, reception };
  const { id, by, kind } = statement;
  const event = { type: 'statement.accepted' as const, id, kind, digest: id, by, ...reception };
  const { outcome: _, ...fact } = event;
  return { state: record(state, fact, minute(now)), reception };
}

const step = fc.record({
  by: fc.constantFrom('ada', 'bo', 'cy'),
  verdict: fc.constantFrom<Verdict>('approve', 'withdraw'),
});

test('whoever withdrew counts no more, and everybody else counts on', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const standing = new Set<string>();
      let state = opened;
      for (const [index, { by, verdict }] of steps.entries()) {
        const now = 2 * index + 2;
        const answer = arrive(state, said(by, verdict, now - 1), now);
        state = answer.state;
        const counts = verdict === 'approve' ? !standing.has(by) : standing.has(by);
        expect(answer.reception.outcome).toBe(counts ? 'accepted' : 'refused');
        if (verdict === 'approve') standing.add(by);
        else standing.delete(by);
        const found = state.requirements[0]?.decisions.map((decision) => decision.by) ?? [];
        expect(new Set(found)).toEqual(standing);
        const { outcome } = standingOf(state, { stage, kind: 'approval' }).get(requirement) ?? {};
        expect(outcome).toBe(standing.size >= 2 ? 'approved' : 'pending');
      }
    }),
  );
});

test('what was withdrawn stays to be seen, once for each person', () => {
  let { state } = arrive(opened, said('ada', 'approve', 1), 2);
  ({ state } = arrive(state, said('ada', 'withdraw', 3), 4));
  ({ state } = arrive(state, said('ada', 'approve', 5), 6));
  ({ state } = arrive(state, said('ada', 'withdraw', 7), 8));
  expect(state.requirements[0]).toMatchObject({
    decisions: [],
    voided: [{ by: 'ada', statement: 'ada-approve-5', voidedAt: minute(8), because: 'withdrawn' }],
  });
  expect(state.requirements[0]?.voided).toHaveLength(1);
});

test('an approval that was signed before the withdrawal and comes after it does not count', () => {
  let { state } = arrive(opened, said('ada', 'approve', 1), 2);
  ({ state } = arrive(state, said('ada', 'withdraw', 4), 5));
  const { reception } = arrive(state, said('ada', 'approve', 3), 6);
  expect(reception).toMatchObject({ code: 'approval/said-before-withdrawal' });
});

test('who left the group may still withdraw, and decides no more', () => {
  let { state } = arrive(opened, said('ada', 'approve', 1), 2);
  const left = arrive(state, said('ada', 'withdraw', 3), 4, []);
  expect(left.reception.outcome).toBe('accepted');
  state = left.state;
  expect(arrive(state, said('ada', 'approve', 5), 6, []).reception).toMatchObject({
    code: 'approval/not-in-group',
  });
});

test('who delegated takes back what was decided in their place, and speaks again', () => {
  const standIns = [{ delegation: 'd-1', group: 'cab', from: 'ada', until: minute(9_000) }];
  let { state } = arrive(opened, said('nora', 'approve', 1), 2, [], standIns);
  expect(state.requirements[0]?.decisions).toHaveLength(1);
  expect(arrive(state, said('bo', 'withdraw', 3), 4).reception).toMatchObject({
    code: 'approval/nothing-to-withdraw',
  });
  ({ state } = arrive(state, said('ada', 'withdraw', 3), 4));
  expect(state.requirements[0]).toMatchObject({
    decisions: [],
    voided: [{ by: 'nora', because: 'withdrawn', voidedAt: minute(4) }],
  });
  const late = arrive(state, said('nora', 'approve', 3), 5, [], standIns);
  expect(late.reception).toMatchObject({ code: 'approval/said-before-withdrawal' });
  expect(arrive(state, said('ada', 'approve', 5), 6).reception.outcome).toBe('accepted');
});

test('a settled requirement gives no decision back', () => {
  let { state } = arrive(opened, said('ada', 'approve', 1), 2);
  const settled = { type: 'requirement.settled', requirement, outcome: 'approved' } as const;
  state = record(state, settled, minute(3));
  expect(arrive(state, said('ada', 'withdraw', 4), 5).reception).toMatchObject({
    code: 'requirement/settled',
  });
});
