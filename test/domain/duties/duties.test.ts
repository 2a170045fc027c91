import fc from 'fast-check';
import type { Statement } from '../../../domain/approval/statement.ts';
import { dutyQuestion, recordedActs } from '../../../domain/duties/duty-question.ts';
import { builtInPolicies, setsToAsk } from '../../../domain/duties/duty-set.ts';
import { type DutyAnswer, readAnswers } from '../../../domain/duties/read-answers.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';

const fold = (events: readonly ReleaseEvent[], from: ReleaseState = initialState()) =>
  events.reduce(
    (state, event) =>
      applyFact(state, { seq: state.seq + 1, at: '2026-11-21T12:00:00.000Z', event }),
    from,
  );

const started: ReleaseEvent = {
  type: 'release.started',
  planDigest: 'sha256:plan',
  name: 'spring',
  title: 'Spring',
  releaseClass: 'normal',
  requestedBy: 'rita',
  services: ['web'],
  environments: ['staging', 'production'],
  stages: [],
};
const built: ReleaseEvent = {
  type: 'component.built',
  component: 'web',
  tag: 'v2',
  commit: 'c0ffee',
  authors: ['dana'],
  unknownAuthors: ['x', 'y'],
  mergers: ['erin'],
  unknownMergers: ['z'],
};
const opened = (requirement: string, kind: 'approval' | 'uat', environment: string) =>
  ({
    type: 'requirement.opened',
    requirement,
    stage: requirement,
    kind,
    environment,
    group: 'cab',
    count: 1,
    subjectDigest: 's',
    evidenceDigest: 'e',
    attempt: 1,
    deadline: '2026-11-22T12:00:00.000Z',
  }) satisfies ReleaseEvent;
const said = (
  by: string,
  says: string,
  about: string | null,
  kind: Statement['kind'] = 'decision',
): ReleaseEvent => ({
  type: 'statement.accepted',
  id: `${by}-${says}`,
  kind,
  digest: 'd',
  by,
  says,
  about,
  evidence: null,
  reason: '',
});

const recorded = fold([
  started,
  built,
  opened('staging/uat', 'uat', 'staging'),
  said('una', 'approve', 'staging/uat', 'uat-verdict'),
  said('ugo', 'reject', 'staging/uat', 'uat-verdict'),
  opened('staging/cab', 'approval', 'staging'),
  said('cora', 'approve', 'staging/cab'),
  opened('production/cab', 'approval', 'production'),
  said('cliff', 'approve', 'production/cab'),
  said('opal', 'resume', null, 'command'),
  said('pia', 'pause', null, 'command'),
]);

describe('the question', () => {
  test('names who had which part, as recorded, and the act as if it were done', () => {
    const act = { subject: 'mona', action: 'accept', environment: 'staging' } as const;
    expect(dutyQuestion(recorded, act, ['testers'])).toEqual({
      ...act,
      groups: ['testers'],
      release: 'spring',
      releaseClass: 'normal',
      actors: {
        requesters: ['rita'],
        authors: ['dana'],
        mergers: ['erin'],
        testers: ['una', 'mona'],
        approvers: ['cora', 'cliff'],
        commanders: ['opal'],
        granters: [],
        deployers: ['cliff', 'opal'],
      },
      unknownAuthors: 2,
      unknownMergers: 1,
    });
  });

  test('counts who approves for the last environment among those who deploy, and no other', () => {
    const deployers = (environment: string) =>
      dutyQuestion(recorded, { subject: 'mona', action: 'decide', environment }, []).actors
        .deployers;
    expect(deployers('production')).toContain('mona');
    expect(deployers('staging')).not.toContain('mona');
  });

  test('is asked again about each recorded act that let something through', () => {
    const before = recordedActs(recorded).map(({ subject, action }) => `${subject} ${action}`);
    expect(before).toEqual(['una accept', 'cora decide', 'cliff decide', 'opal command']);
    const superseded: ReleaseEvent = {
      type: 'requirement.settled',
      requirement: 'staging/cab',
      outcome: 'superseded',
    };
    const after = recordedActs(fold([superseded], recorded)).map(({ subject }) => subject);
    expect(after).not.toContain('cora');
  });
});

describe('the answer', () => {
  const policy = { id: 'rule', reason: 'Because.' };
  const allow: DutyAnswer = { decision: 'allow', policies: [policy], errors: [] };
  const deny: DutyAnswer = { decision: 'deny', policies: [policy], errors: [] };
  const error = { id: 'broken', message: 'no such attribute' };

  test.each<readonly [string, readonly DutyAnswer[], string]>([
    ['that a policy refuses', [allow, deny], 'duties/rule'],
    ['that no policy permits', [{ ...deny, policies: [] }], 'duties/not-permitted'],
    ['with an error beside a permission', [{ ...allow, errors: [error] }], 'duties/not-understood'],
    [
      'with an error beside nothing',
      [{ ...deny, policies: [], errors: [error] }],
      'duties/not-understood',
    ],
    ['by nobody', [{ ...allow, policies: [] }], 'duties/not-understood'],
    [
      'by a policy without a name',
      [{ ...allow, policies: [{ ...policy, id: null }] }],
      'duties/not-understood',
    ],
    [
      'by a policy without a reason',
      [{ ...deny, policies: [{ ...policy, reason: null }] }],
      'duties/not-understood',
    ],
    ['of a failure', [{ failure: 'it broke' }], 'duties/not-understood'],
  ])('%s refuses', (_, answers, code) => {
    expect(readAnswers(answers.length, answers)).toMatchObject({ allowed: false, code });
  });

  test('that is missing refuses', () => {
    expect(readAnswers(2, [allow])).toMatchObject({ code: 'duties/not-understood' });
    expect(readAnswers(0, [])).toMatchObject({ code: 'duties/not-understood' });
  });

  test('allows only where every set allows without an error', () => {
    const answer: fc.Arbitrary<DutyAnswer> = fc.oneof(
      fc.record({
        decision: fc.constantFrom('allow', 'deny'),
        policies: fc.subarray([policy, { id: null, reason: null }]),
        errors: fc.subarray([error]),
      }),
      fc.constant({ failure: 'it broke' }),
    );
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 3 }), (answers) => {
        const isClear = answers.every(
          (each) =>
            'decision' in each &&
            each.decision === 'allow' &&
            each.errors.length === 0 &&
            each.policies.length > 0 &&
            each.policies.every(({ id }) => id !== null),
        );
        expect(readAnswers(answers.length, answers).allowed).toBe(isClear);
      }),
    );
  });
});

test('what is built in is asked beside the pinned and the current set, and each set once', () => {
  const set = (policies: string) => ({ name: 'duties', policies });
  expect(setsToAsk(set('a'), set('b'))).toEqual([builtInPolicies, 'a', 'b']);
  expect(setsToAsk(set('a'), set('a'))).toEqual([builtInPolicies, 'a']);
  expect(setsToAsk(null, null)).toEqual([builtInPolicies]);
});
