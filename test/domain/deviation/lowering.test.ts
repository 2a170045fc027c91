import {
  aLowering,
  type GrantedLowering,
  grantedOf,
  isGrantedFor,
  type LoweringRequest,
} from '../../../domain/deviation/lowering.ts';
import { loweringEvents } from '../../../domain/deviation/lowering-events.ts';
import { standingAt } from '../../../domain/deviation/standing.ts';
import { whyNotLowered } from '../../../domain/deviation/why-not-lowered.ts';
import { applyFact } from '../../../domain/release/apply-fact.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { obligationsOf } from '../../../domain/review/obligations.ts';
import { grantedLowering, loweringActs, loweringRequest } from '../../support/builders/lowering.ts';
import { aStage } from '../../support/builders/plan.ts';

const at = '2026-11-21T12:00:00.000Z';
const request = loweringRequest(at);
const granted = grantedLowering(request, at);
const acts = loweringActs(request, at);
const state = { ...initialState(), requestedBy: 'rita' };
const started = { release: request.release, state, sealedAt: at };
const proven = { ...acts, groups: ['management'] };

test('what two people have signed for this release lowers its rigor', () => {
  expect(whyNotLowered(started, granted, proven)).toBeNull();
});

const wrongs: readonly [string, Parameters<typeof whyNotLowered>][] = [
  ['is of another release', [{ ...started, release: 'autumn' }, granted, proven]],
  ['has another reason', [started, { ...granted, reason: 'Why not.' }, proven]],
  ['lasts longer', [started, { ...granted, until: '2027-01-01T00:00:00.000Z' }, proven]],
  ['has no follow-up of that kind', [started, { ...granted, followUp: other().followUp }, proven]],
  ['lowers something else', [started, { ...granted, scope: other().scope }, proven]],
  ['was rejected', [started, granted, { ...proven, granted: { ...acts.granted, act: 'reject' } }]],
  [
    'was asked for as something else',
    [started, granted, { ...proven, asked: { ...acts.asked, digest: 'x' } }],
  ],
  [
    'was granted as something else',
    [started, granted, { ...proven, granted: { ...acts.granted, digest: 'x' } }],
  ],
  ['was only asked for', [started, granted, { ...proven, granted: acts.asked }]],
  [
    'was granted by who asked',
    [
      started,
      { ...granted, answer: { ...granted.answer, by: 'erin' } },
      { ...proven, granted: { ...acts.granted, by: 'erin' } },
    ],
  ],
  ['is granted by no one of the group any more', [started, granted, { ...proven, groups: [] }]],
  [
    'was granted by who started the release',
    [{ ...started, state: { ...state, requestedBy: 'mona' } }, granted, proven],
  ],
  [
    'had ended when the plan was sealed',
    [{ ...started, sealedAt: request.until }, granted, proven],
  ],
];

test.each(wrongs)('nothing is lowered by what %s', (_, order) => {
  expect(whyNotLowered(...order)).toEqual(expect.any(String));
});

function other(): LoweringRequest {
  return {
    ...request,
    scope: { ...request.scope, levels: [{ what: 'path', stated: 'automatic', ruled: 'cab' }] },
    followUp: { ...request.followUp, owner: 'nobody' },
  };
}

test('it is for exactly what was weighed, by the group that the policy names, in its time', () => {
  const rule = { grantedBy: 'management', longestMs: 3_600_000 * 48 };
  const asked = { scope: request.scope, rule };
  expect(isGrantedFor(granted, asked)).toBe(true);
  expect(isGrantedFor(granted, { ...asked, rule: null })).toBe(false);
  expect(isGrantedFor(granted, { ...asked, scope: other().scope })).toBe(false);
  expect(isGrantedFor(granted, { ...asked, rule: { ...rule, grantedBy: 'cab' } })).toBe(false);
  expect(isGrantedFor(granted, { ...asked, rule: { ...rule, longestMs: 1000 } })).toBe(false);
});

test('nobody carries into a plan what was asked for and not granted', () => {
  const asked = aLowering(request, { id: 'lowering-1', by: 'erin', at });
  const closed = { outcome: 'rejected', by: 'mona', at, reason: 'No.' } as const;
  expect(grantedOf(asked)).toBeNull();
  expect(grantedOf({ ...asked, closed })).toBeNull();
});

const begun = (lowering: GrantedLowering, known: ReleaseState) =>
  loweringEvents({ lowering, stages: [aStage('deploy')] }, known);

test('a release that begins by it uses it once, reviews it, and owes its follow-up', () => {
  const facts = begun(granted, state);
  const used = facts.reduce<ReleaseState>(
    (known, event, index) => applyFact(known, { seq: index + 1, at, event }),
    state,
  );
  expect(begun(granted, used)).toEqual([]);
  const [deviation] = used.askedDeviations;
  if (deviation === undefined) throw new Error('Nothing is recorded.');
  expect(deviation).toMatchObject({ askedBy: 'erin', answer: { by: 'mona' } });
  // The release that began by it goes on by it.
  expect(standingAt(deviation, '2030-01-01T00:00:00.000Z')).toBe('used');
  expect(used.deviations).toEqual([expect.stringContaining('class normal for major')]);
  const owed = obligationsOf({ ...aStage('review').review }, { ...used, services: [] }, at);
  expect(owed.map(({ obligation }) => obligation)).toContain('follow-up/lowering-1');
});
