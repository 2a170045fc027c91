import type { Statement } from '../../../domain/approval/statement.ts';
import { contentDigest } from '../../../domain/ledger/digest.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { receiveStatement } from '../../../domain/release/receive-statement.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { askedAndGranted, deviationPolicy } from '../../support/builders/deviation.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';

const now = '2026-11-21T22:00:00.000Z';
const stages = [aStage('gates'), aStage('window'), aStage('deploy'), aStage('review')];
const plan = aPlan(stages, { deviations: deviationPolicy });
const planDigest = contentDigest(plan);
const about = { release: 'spring', planDigest, now };
const { request, requestDigest, verdict } = askedAndGranted(about);
const { content } = request;

const fold = (state: ReleaseState, event: ReleaseEvent) =>
  applyFact(state, { seq: state.seq + 1, at: now, event });

const started = [
  {
    type: 'release.started' as const,
    planDigest,
    name: 'spring',
    title: 'Spring',
    releaseClass: 'normal' as const,
    requestedBy: 'rita',
    services: ['web'],
    environments: ['production'],
    stages: stages.map(({ id, kind, environment }) => ({ id, kind, environment })),
  },
  {
    type: 'component.built' as const,
    component: 'web',
    tag: 'v2.0.0',
    commit: 'c0ffee',
    authors: ['dana'],
    unknownAuthors: [],
  },
].reduce(fold, initialState());

const asked = fold(started, {
  type: 'deviation.asked',
  deviation: request.id,
  request: requestDigest,
  by: request.by,
  grantedBy: 'management',
  ...content,
});

const groups: Readonly<Record<string, readonly string[]>> = {
  erin: ['engineers'],
  rita: ['release-managers', 'management'],
  dana: ['engineers', 'management'],
  eve: ['engineers', 'management'],
  mona: ['management'],
  una: ['testers'],
};

function receive(statement: Statement, state = asked, by: typeof plan = plan) {
  const verified = { statement, digest: 'sha256:any', groups: groups[statement.by] ?? [] };
  const received = receiveStatement('spring', by, state, verified, now);
  return received.outcome === 'accepted' ? 'accepted' : received.code;
}

const ask = (change: object, head: object = {}) =>
  receive({ ...request, ...head, content: { ...content, ...change } }, started);

describe('asking for a deviation', () => {
  test('is heard from somebody who works on the release', () => {
    expect(ask({})).toBe('accepted');
  });

  test.each<[string, () => string, string]>([
    ['by somebody else', () => ask({}, { by: 'una' }), 'deviation/not-entitled'],
    ['about another plan', () => ask({}, { subjectDigest: 'x' }), 'statement/other-subject'],
    ['that has ended', () => ask({ until: now }), 'deviation/expired'],
    ['that never ends', () => ask({ until: 'never' }), 'deviation/expired'],
    [
      'for longer than the policy lets it last',
      () => ask({ until: '2026-11-22T02:00:00.001Z' }),
      'deviation/too-long',
    ],
    [
      'whose follow-up nobody could complete',
      () => ask({ followUp: { ...content.followUp, owner: 'testers' } }),
      'deviation/follow-up',
    ],
    [
      'whose follow-up is overdue',
      () => ask({ followUp: { ...content.followUp, due: now } }),
      'deviation/follow-up',
    ],
    [
      'for nothing at all',
      () => ask({ scope: { ...content.scope, entries: [] } }),
      'deviation/no-such-scope',
    ],
    [
      'for an environment that asks no calendar',
      () =>
        ask({ scope: { ...content.scope, environment: 'staging' } }, { environment: 'staging' }),
      'deviation/no-such-scope',
    ],
    [
      'as if it were about another environment',
      () => ask({}, { environment: 'staging' }),
      'deviation/no-such-scope',
    ],
    [
      'for a judgement that nobody made',
      () =>
        ask(
          {
            scope: {
              kind: 'gate',
              stage: 'gates',
              gate: 'tests',
              component: 'web',
              judgedAt: now,
              evidence: null,
            },
          },
          { environment: null },
        ),
      'deviation/no-such-scope',
    ],
  ])('is refused %s', (_, refused, code) => {
    expect(refused()).toBe(code);
  });
});

test('nobody is let off what the policy does not provide for, or no review would look at', () => {
  const byPolicy = aPlan(stages, { deviations: {} });
  const unreviewed = aPlan(stages.slice(0, 3), { deviations: deviationPolicy });
  for (const other of [byPolicy, unreviewed]) {
    expect(receive(request, started, other)).toBe('deviation/not-provided-for');
  }
});

describe('asking for a waiver', () => {
  const judged = {
    type: 'gate.judged' as const,
    stage: 'gates',
    gate: 'tests',
    component: 'web',
    verdict: 'fail' as const,
    reason: '',
    evidence: null,
  };
  const { stage, gate, component } = judged;
  const scope = { kind: 'gate' as const, stage, gate, component, judgedAt: now, evidence: null };
  const waive = (
    change: object = {},
    judgement: object = {},
    head: object = { environment: null },
  ): string => {
    const statement = {
      ...request,
      ...head,
      content: { ...content, scope: { ...scope, ...change } },
    };
    return receive(statement, fold(started, { ...judged, ...judgement }));
  };

  test('is heard about a judgement that is no pass', () => {
    expect(waive()).toBe('accepted');
    expect(waive({}, { verdict: 'inconclusive' })).toBe('accepted');
  });

  test.each<[string, () => string]>([
    ['that passed', () => waive({}, { verdict: 'pass' })],
    ['made at another time', () => waive({ judgedAt: '2026-11-21T21:00:00.000Z' })],
    ['of other evidence', () => waive({ evidence: requestDigest })],
    ['of another component', () => waive({ component: 'orders' })],
    ['of another gate', () => waive({ gate: 'lint' })],
    [
      'of a stage that judges no gates, such as a checklist',
      () => waive({ stage: 'production/deploy' }, { stage: 'production/deploy' }),
    ],
    ['as if it were about an environment', () => waive({}, {}, { environment: 'production' })],
  ])('is refused about a judgement %s', (_, refused) => {
    expect(refused()).toBe('deviation/no-such-scope');
  });
});

test('a release that goes back is let off nothing', () => {
  expect(receive(request, { ...started, phase: 'rolling-back' })).toBe('deviation/not-now');
});

test('what was asked for is not asked for again, though its receipt is forgotten', () => {
  expect(receive(request, { ...asked, receipts: [] })).toBe('deviation/asked-before');
});

test('a release takes no more than fifty', () => {
  const [one] = asked.askedDeviations;
  const many = one === undefined ? [] : Array.from({ length: 50 }, () => one);
  const again = (state: ReleaseState) => receive({ ...request, id: 'another' }, state);
  expect(again({ ...asked, askedDeviations: many.slice(1) })).toBe('accepted');
  expect(again({ ...asked, askedDeviations: many })).toBe('deviation/too-many');
});

describe('granting a deviation', () => {
  const answer = (change: object) => receive({ ...verdict, ...change });

  test('counts from somebody else, whom the policy names', () => {
    expect(answer({})).toBe('accepted');
  });

  test.each<[string, object, string]>([
    ['by somebody of another group', { by: 'una' }, 'approval/not-in-group'],
    ['by who started the release', { by: 'rita' }, 'approval/requester'],
    ['by who wrote the change', { by: 'dana' }, 'approval/author-of-the-change'],
    ['of another request', { subjectDigest: 'sha256:other' }, 'statement/other-subject'],
    [
      'that nobody asked for',
      { content: { deviation: 'other', verdict: 'grant' } },
      'deviation/unknown',
    ],
  ])('does not count %s', (_, change, code) => {
    expect(answer(change)).toBe(code);
  });

  test('does not count by who asked for it', () => {
    const own = { ...asked.askedDeviations[0], askedBy: 'eve' };
    const state = { ...asked, askedDeviations: [own] } as ReleaseState;
    expect(receive({ ...verdict, by: 'eve' }, state)).toBe('deviation/own-request');
  });

  test('does not count when the deviation has ended', () => {
    const ended = { ...asked.askedDeviations[0], until: now };
    const state = { ...asked, askedDeviations: [ended] } as ReleaseState;
    expect(receive(verdict, state)).toBe('deviation/expired');
  });

  test('is done once', () => {
    const { deviation, verdict: says } = verdict.content;
    const answered = { deviation, verdict: says, by: 'mona', statement: 'sha256:verdict' };
    const state = fold(asked, { type: 'deviation.answered', ...answered });
    expect(receive(verdict, state)).toBe('deviation/answered');
  });
});
