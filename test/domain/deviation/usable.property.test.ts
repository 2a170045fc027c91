import fc from 'fast-check';
import { type ProvenDeviation, whyUnusable } from '../../../domain/deviation/why-unusable.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { askedAndGranted, deviationPolicy, hourMs } from '../../support/builders/deviation.ts';

const now = '2026-11-21T22:00:00.000Z';
const planDigest = 'sha256:plan';
const about = { release: 'spring', planDigest, now };
const { request, requestDigest, verdict } = askedAndGranted(about);
const given = { release: 'spring', plan: { deviations: deviationPolicy }, now };
const proven: ProvenDeviation = { request, requestDigest, verdict, groups: ['management'] };

const fold = (state: ReleaseState, event: ReleaseEvent) =>
  applyFact(state, { seq: state.seq + 1, at: now, event });

const events: readonly ReleaseEvent[] = [
  {
    type: 'release.started',
    planDigest,
    name: 'spring',
    title: 'Spring',
    releaseClass: 'normal',
    requestedBy: 'rita',
    services: [],
    environments: ['production', 'staging'],
    stages: [
      { id: 'production/deploy', kind: 'deploy', environment: 'production' },
      { id: 'staging/deploy', kind: 'deploy', environment: 'staging' },
    ],
  },
  {
    type: 'deviation.asked',
    deviation: request.id,
    request: requestDigest,
    by: 'erin',
    grantedBy: 'management',
    ...request.content,
  },
  {
    type: 'deviation.answered',
    ...verdict.content,
    by: 'mona',
    statement: 'sha256:verdict',
  },
];
const granted = events.reduce(fold, initialState());

function why(change: Partial<ProvenDeviation> = {}, state = granted, at = now): string | null {
  const [recorded] = state.askedDeviations;
  if (recorded === undefined) throw new Error('It was not recorded.');
  return whyUnusable({ ...given, state, now: at }, recorded, { ...proven, ...change });
}

test('a deviation that one asked for and another one granted counts', () => {
  expect(why()).toBeNull();
});

const wrongs: readonly (readonly [string, Partial<ProvenDeviation>])[] = [
  ['of another release', { request: { ...request, release: 'autumn' } }],
  ['granted in another release', { verdict: { ...verdict, release: 'autumn' } }],
  ['of another plan', { request: { ...request, subjectDigest: 'sha256:other' } }],
  ['of which something else was granted', { verdict: { ...verdict, subjectDigest: 'sha256:o' } }],
  ['that was changed after it was granted', { requestDigest: 'sha256:changed' }],
  ['granted by who asked', { verdict: { ...verdict, by: 'erin' } }],
  ['granted by who started the release', { verdict: { ...verdict, by: 'rita' } }],
  ['whose granter has left the group', { groups: ['engineers'] }],
  [
    'that was refused',
    { verdict: { ...verdict, content: { ...verdict.content, verdict: 'refuse' } } },
  ],
  ['of another id', { verdict: { ...verdict, content: { deviation: 'other', verdict: 'grant' } } }],
  ['that is a verdict twice', { request: verdict }],
  [
    'whose scope is wider than what was recorded',
    {
      request: {
        ...request,
        content: {
          ...request.content,
          scope: {
            kind: 'calendar',
            environment: 'production',
            entries: ['freeze', 'blackout'],
            outsideWindows: false,
          },
        },
      },
    },
  ],
];

test.each(wrongs)('a deviation %s counts for nothing, and says why', (_, change) => {
  expect(why(change)).toEqual(expect.any(String));
});

test('a request that was recorded under another id counts for nothing', () => {
  const content = { ...verdict.content, deviation: 'another' };
  const said = { request: { ...request, id: 'another' }, verdict: { ...verdict, content } };
  expect(why(said)).toBe('its statements are about another deviation');
});

test('what a policy does not provide for any more counts for nothing', () => {
  const [recorded] = granted.askedDeviations;
  if (recorded === undefined) throw new Error('It was not recorded.');
  const without = { ...given, plan: {}, state: granted };
  expect(whyUnusable(without, recorded, proven)).toBe('the plan provides for none');
});

test('a deviation counts before its end, and from its end on no more', () => {
  const endMs = Date.parse(request.content.until);
  fc.assert(
    fc.property(fc.integer({ min: -4 * hourMs, max: 4 * hourMs }), (ms) => {
      const isOver = ms >= 0;
      expect(why({}, granted, new Date(endMs + ms).toISOString()) !== null).toBe(isOver);
    }),
  );
});

const refused = { ...verdict.content, verdict: 'refuse' } as const;

test('whatever happens, an override serves until a stage of its environment fails, once', () => {
  const failure = { code: 'x', message: '', remedy: '' };
  const use = {
    type: 'deviation.used',
    deviation: request.id,
    stage: 'production/window',
  } as const;
  const step = fc.constantFrom<ReleaseEvent>(
    use,
    { type: 'stage.failed', stage: 'production/deploy', failure },
    { type: 'stage.failed', stage: 'staging/deploy', failure },
    { type: 'stage.started', stage: 'production/deploy', attempt: 2 },
    // Said again, and answered otherwise by somebody else.
    ...events.slice(1),
    { type: 'deviation.answered', ...refused, by: 'eve', statement: 'sha256:other' },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const state = steps.reduce(fold, granted);
      const firstUse = steps.indexOf(use);
      const isSpent =
        firstUse >= 0 &&
        steps
          .slice(firstUse)
          .some((each) => each.type === 'stage.failed' && each.stage === 'production/deploy');
      expect(why({}, state) !== null).toBe(isSpent);
      expect(state.deviations).toHaveLength(firstUse >= 0 ? 1 : 0);
      expect(state.askedDeviations).toHaveLength(1);
      expect(state.askedDeviations[0]?.answer).toEqual(granted.askedDeviations[0]?.answer);
    }),
  );
});
