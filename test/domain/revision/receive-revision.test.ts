import type { PlanOutline } from '../../../domain/plan/plan.ts';
import type { ReleaseState } from '../../../domain/release/state.ts';
import type { Wait } from '../../../domain/release/wait.ts';
import { effectOf } from '../../../domain/revision/effect-of.ts';
import { receiveRevision } from '../../../domain/revision/receive-revision.ts';
import type { RevisionContent } from '../../../domain/revision/revision.ts';
import { type Known, planOf, startedBy, stateAfter } from '../../support/builders/revisable.ts';
import { step, type Walk } from '../../support/builders/walk-release.ts';

const first = planOf({ versions: { orders: '2.0.0', web: '2.0.0' } });
const newer = planOf({ versions: { orders: '2.0.0', web: '2.0.1' } });
const fewer = planOf({ versions: { web: '2.0.0' } });
const checked = planOf({ versions: { orders: '2.0.0', web: '2.0.0' }, checks: 2 });

/** So many stages have succeeded, and the next one waits for people if it asks any. */
function after(stages: number): ReleaseState {
  let walk: Walk = { state: stateAfter([startedBy(first)]), runs: [] };
  for (let done = 0; done < stages; done += 1) walk = step(first, walk, false);
  return step(first, walk, true).state;
}

const inTest = after(6);
const beforeBoard = after(8);

function receive(
  to: Known,
  state: ReleaseState,
  change: Partial<RevisionContent> = {},
  said: { groups?: readonly string[]; before?: PlanOutline; revised?: PlanOutline } = {},
) {
  const { groups = ['engineers'], before = first.outline, revised = to.outline } = said;
  const content = {
    from: first.digest,
    to: to.digest,
    reason: 'Plans change.',
    dropped: [],
    ...change,
  };
  const statement = {
    id: 'revision',
    release: 'spring',
    environment: null,
    subjectDigest: content.from,
    by: 'erin',
    commentDigest: null,
    nonce: '',
    issuedAt: '',
    expiresAt: '',
    kind: 'revision',
    content,
  } as const;
  const verified = { statement, digest: '', groups, revised };
  return receiveRevision(before, state, verified, statement, now);
}

const now = '2026-11-21T12:00:00.000Z';
const code = (reception: ReturnType<typeof receive>) =>
  reception.outcome === 'refused' ? reception.code : reception.outcome;

test('a revision is taken while a release waits for its testers or its board', () => {
  expect(code(receive(newer, inTest))).toBe('accepted');
  expect(code(receive(newer, beforeBoard))).toBe('accepted');
});

const waiting = (kind: Wait['kind'], stage = 'staging/uat'): ReleaseState => {
  const [wait] = inTest.waits;
  if (wait === undefined) throw new Error('It waits.');
  return { ...inTest, waits: [wait, { ...wait, id: 'other', kind, stage }] };
};

test.each<[Wait['kind'], string]>([
  ['window', 'accepted'],
  ['soak', 'accepted'],
  ['failed-stage', 'accepted'],
  ['lease', 'revision/not-now'],
  ['observation', 'revision/not-now'],
  ['failed-rollback', 'revision/not-now'],
  ['obligation', 'revision/not-now'],
])('beside a wait of the kind %s it is %s', (kind, expected) => {
  expect(code(receive(newer, waiting(kind)))).toBe(expected);
});

test('people may be asked about a test that has expired, and not about a canary', () => {
  expect(code(receive(newer, waiting('decision', 'staging/uat')))).toBe('accepted');
  expect(code(receive(newer, waiting('decision', 'production/canary')))).toBe('revision/not-now');
});

test('what waits for nothing is at work, and what goes back is revised no more', () => {
  expect(code(receive(newer, { ...inTest, waits: [] }))).toBe('revision/not-now');
  expect(code(receive(newer, { ...inTest, phase: 'rolling-back' }))).toBe('revision/not-now');
});

test('each component that is left out has its reason, and no other one has', () => {
  const because = { reason: 'Not now.', followUp: null };
  const orders = { component: 'orders', ...because };
  expect(code(receive(fewer, inTest))).toBe('revision/dropped-without-reason');
  expect(code(receive(fewer, inTest, { dropped: [orders] }))).toBe('accepted');
  const wrong = [orders, { component: 'web', ...because }];
  expect(code(receive(fewer, inTest, { dropped: wrong }))).toBe('revision/not-dropped');
  expect(code(receive(fewer, inTest, { dropped: [orders, orders] }))).toBe('revision/not-dropped');
  const followUp = { what: 'Bring it', owner: 'nobody', due: '2030-01-01T00:00:00Z' };
  const owed = [{ ...orders, followUp }];
  expect(code(receive(fewer, inTest, { dropped: owed }))).toBe('revision/follow-up');
});

test('nobody revises to another release, for other people, or from another plan', () => {
  const other = planOf({ name: 'autumn', versions: { orders: '2.0.0', web: '2.0.1' } });
  expect(code(receive(other, inTest))).toBe('revision/not-sealed');
  expect(code(receive(newer, inTest, {}, { groups: ['cab'] }))).toBe('revision/not-entitled');
  expect(code(receive(newer, inTest, { from: fewer.digest }))).toBe('statement/other-subject');
  expect(code(receive(first, inTest))).toBe('revision/same-plan');
});

test('an environment in which something was begun is not left out', () => {
  const revised = { ...newer.outline, environments: ['production'] };
  expect(code(receive(newer, inTest, {}, { revised }))).toBe('revision/environment-begun');
});

test('what has no way back is not taken back for another version', () => {
  const irreversible = { reason: 'A column goes.' };
  const final = (state: ReleaseState): ReleaseState => ({
    ...state,
    changes: state.changes.map((change) => ({ ...change, irreversible })),
  });
  expect(code(receive(newer, final(inTest)))).toBe('revision/irreversible');
  // An environment that was passed keeps it, and there is nothing to take back.
  expect(code(receive(newer, final(beforeBoard)))).toBe('accepted');
});

const effect = (to: Known, state: ReleaseState, by = 'erin') =>
  effectOf({ before: first.outline, after: to.outline, by }, state);

test('a held environment begins anew where it differs, one that was passed as a whole', () => {
  expect(effect(checked, inTest).restarted).toEqual(['staging/validate', 'staging/uat']);
  expect(effect(checked, beforeBoard).restarted).toEqual([
    'staging/promote',
    'staging/deploy',
    'staging/validate',
    'staging/uat',
    'production/promote',
    'production/approval',
  ]);
});

test('what somebody has decided falls when they revise the plan, and is asked anew', () => {
  const told = planOf({ versions: { orders: '2.0.0', web: '2.0.0' }, audience: 'operations' });
  expect(effect(told, beforeBoard).voided).toEqual([]);
  const { voided, restarted } = effect(told, beforeBoard, 'cora');
  // What was found in staging is found anew, so the board's answer falls with it.
  expect(voided).toEqual(['staging/uat', 'production/cab']);
  expect(restarted).toContain('staging/uat');
});
