import fc from 'fast-check';
import { divideTargets } from '../../../domain/deployment/divide-targets.ts';
import { mostUnavailable, nextBatch } from '../../../domain/deployment/next-batch.ts';
import { type Goal, isThere, type Target } from '../../../domain/deployment/roll.ts';
import type { Ordered, Rolling } from '../../../domain/deployment/strategy.ts';

const both: readonly Goal[] = ['previous', 'ordered'];
const none = { versions: both, address: null, problem: null };

/** Targets by their numbers: `p` and `o` for the two versions, `P` and `O` where unwell. */
function targets(text: string): readonly Target[] {
  return [...text].map((letter, ordinal) => ({
    ...none,
    ordinal,
    runs: letter === '-' ? null : letter.toLowerCase() === 'p' ? 'previous' : 'ordered',
    problem: letter === 'p' || letter === 'o' ? null : 'is down',
  }));
}

const rolling = (size: number, maximumUnavailable?: number): Rolling => ({
  kind: 'rolling',
  batch: { targets: size },
  ...(maximumUnavailable === undefined ? {} : { maximumUnavailable }),
});
const quarter: Rolling = { kind: 'rolling', batch: { percent: 25 } };
const ordered = (primary = 0): Ordered => ({ kind: 'ordered', primary });

type Row = readonly [string, string, Rolling | Ordered, Goal, readonly number[] | RegExp];

test.each<Row>([
  ['takes the lowest numbers first', 'pppp', rolling(2), 'ordered', [0, 1]],
  ['goes on behind what is done', 'oopp', rolling(1), 'ordered', [2]],
  ['rounds a share down', 'pppppppp', quarter, 'ordered', [0, 1]],
  ['takes one at least', 'ppp', quarter, 'ordered', [0]],
  ['has at most so many down', 'pppp', rolling(3, 1), 'ordered', [0]],
  ['leaves one of several to serve', 'pp', rolling(2), 'ordered', [0]],
  ['takes the only one', 'p', rolling(1), 'ordered', [0]],
  ['brings to its end what was begun', 'o-pp', rolling(1), 'ordered', [1]],
  ['waits for what was replaced and fell ill', 'Oopp', rolling(1), 'ordered', [0]],
  ['replaces what is down before what serves', 'ppPp', rolling(1), 'ordered', [2]],
  ['takes nobody away while others are down', 'pPpP', rolling(4, 2), 'ordered', [1, 3]],
  ['is done', 'oooo', rolling(1), 'ordered', []],
  ['restores all at once while others serve', 'ooop', rolling(1), 'previous', [0, 1, 2]],
  ['restores by batches where nothing else serves', 'oooo', rolling(1), 'previous', [0]],
  ['takes the highest number first', 'ppp', ordered(), 'ordered', [2]],
  ['takes the primary last', 'ppo', ordered(1), 'ordered', [0]],
  ['and at the very end', 'opo', ordered(1), 'ordered', [1]],
  ['restores in the same order, one by one', 'ooo', ordered(), 'previous', [2]],
  ['does not hurry back either', 'opo', ordered(), 'previous', [2]],
  ['takes what is down first', 'Ppp', ordered(), 'ordered', [0]],
  ['stops when two are down', 'pPP', ordered(), 'ordered', /2 of 3 .* target 2: is down/],
])('a roll %s', (_what, text, rules, goal, expected) => {
  const next = nextBatch({ targets: targets(text) }, rules, goal);
  if (expected instanceof RegExp) expect('problem' in next && next.problem).toMatch(expected);
  else expect(next).toEqual({ ordinals: expected });
});

test('targets of one version alone are started first, and stopped in their turn', () => {
  const more = [
    ...targets('pp'),
    { ...none, ordinal: 2, versions: ['ordered' as const], runs: null },
  ];
  expect(nextBatch({ targets: more }, rolling(1), 'ordered')).toEqual({ ordinals: [2] });
  const gone = { ...none, ordinal: 1, versions: ['previous' as const], runs: null };
  const fewer = [...targets('p'), gone];
  expect(nextBatch({ targets: fewer }, ordered(), 'ordered')).toEqual({ ordinals: [0] });
  expect(nextBatch({ targets: [...targets('o'), gone] }, ordered(), 'ordered')).toEqual({
    ordinals: [],
  });
});

const anyRules = fc.oneof(
  fc.record({ kind: fc.constant('ordered' as const), primary: fc.nat(9) }),
  fc.record({
    kind: fc.constant('rolling' as const),
    batch: fc.oneof(
      fc.record({ targets: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
    ),
    maximumUnavailable: fc.integer({ min: 1, max: 12 }),
  }),
);
const states = fc
  .array(fc.constantFrom('p', 'p', 'p', 'P', 'o', 'o', 'O', '-'), { minLength: 1, maxLength: 12 })
  .map((letters) => targets(letters.join('')));

test('a roll comes to its end, and never has more targets down than it may', () => {
  const check = fc.property(states, anyRules, (start, rules) => {
    let now = start;
    for (let batches = 0; batches <= start.length; batches += 1) {
      const next = nextBatch({ targets: now }, rules, 'ordered');
      if ('problem' in next) return expect(rules.kind).toBe('ordered');
      const open = now.filter((target) => !isThere(target, 'ordered'));
      if (open.length === 0) return expect(next.ordinals).toEqual([]);
      expect(next.ordinals.length).toBeGreaterThan(0);
      const well = (some: readonly Target[]) => some.filter(({ problem }) => problem === null);
      const taken = well(now).filter(({ ordinal }) => next.ordinals.includes(ordinal));
      const down = now.length - well(now).length + taken.length;
      if (taken.length > 0) expect(down).toBeLessThanOrEqual(mostUnavailable(now.length, rules));
      const serving = divideTargets({ targets: now }, next.ordinals, 'ordered');
      if (now.length > 1 && taken.length > 0) expect(serving).not.toEqual([]);
      now = now.map((target) =>
        next.ordinals.includes(target.ordinal)
          ? { ...target, runs: 'ordered', problem: null }
          : target,
      );
    }
    throw new Error('The roll does not end.');
  });
  fc.assert(check);
});

describe('while targets are replaced, users', () => {
  const sides = (text: string, without: readonly number[], goal: Goal) =>
    divideTargets({ targets: targets(text) }, without, goal).map(({ side, percent, ...share }) => [
      side,
      percent,
      share.targets.map(({ ordinal }) => ordinal),
    ]);

  test.each<readonly [string, string, readonly number[], Goal, readonly unknown[]]>([
    [
      'go to all that are well',
      'oopp',
      [2],
      'ordered',
      [
        ['ordered', 67, [0, 1]],
        ['previous', 33, [3]],
      ],
    ],
    [
      'never meet what is not well',
      'oOpP',
      [],
      'ordered',
      [
        ['ordered', 50, [0]],
        ['previous', 50, [2]],
      ],
    ],
    ['leave what is taken back at once', 'ooop', [0, 1, 2], 'previous', [['previous', 100, [3]]]],
    [
      'stay where they are until something else stands',
      'ooo',
      [2],
      'previous',
      [['ordered', 100, [0, 1]]],
    ],
    ['have nobody where there is but one', 'p', [0], 'ordered', []],
  ])('%s', (_what, text, without, goal, expected) => {
    expect(sides(text, without, goal)).toEqual(expected);
  });
});
