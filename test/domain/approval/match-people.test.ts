import fc from 'fast-check';
import { type Asked, matchPeople } from '../../../domain/approval/match-people.ts';
import { tallyTogether } from '../../../domain/approval/tally.ts';

const person = fc.constantFrom('ada', 'bo', 'cy', 'di', 'eve');
const asked: fc.Arbitrary<readonly Asked[]> = fc
  .array(fc.record({ count: fc.integer({ min: 1, max: 3 }), people: fc.uniqueArray(person) }), {
    maxLength: 4,
  })
  .map((list) => list.map((each, index) => ({ ...each, id: `r${index}` })));

/** The most places that any way of seating people fills: every way is tried. */
function mostFilled(requirements: readonly Asked[]): number {
  const everyone = [...new Set(requirements.flatMap(({ people }) => people))];
  const seat = (index: number, left: readonly number[]): number => {
    const who = everyone[index];
    if (who === undefined) return 0;
    const idle = seat(index + 1, left);
    const seated = requirements.flatMap(({ people }, place) => {
      if ((left[place] ?? 0) === 0 || !people.includes(who)) return [];
      return 1 + seat(index + 1, left.with(place, (left[place] ?? 0) - 1));
    });
    return Math.max(idle, ...seated);
  };
  return seat(
    0,
    requirements.map(({ count }) => count),
  );
}

const at = '2026-01-01T00:00:00.000Z';
const decided = (requirements: readonly Asked[]) =>
  requirements.map(({ id, count, people }) => ({
    id,
    count,
    decisions: people.map((by) => ({ by, at, verdict: 'approve' as const, eligible: true })),
  }));

describe('people, whoever approved what', () => {
  test('fill as many places as any way of seating them does', () => {
    fc.assert(
      fc.property(asked, (requirements) => {
        const filled = [...matchPeople(requirements).values()].flat();
        expect(filled).toHaveLength(mostFilled(requirements));
      }),
    );
  });

  test('count for one requirement each, of those that they approved, up to its count', () => {
    fc.assert(
      fc.property(asked, (requirements) => {
        const matched = matchPeople(requirements);
        const filled = [...matched.values()].flat();
        expect(new Set(filled).size).toBe(filled.length);
        for (const { id, count, people } of requirements) {
          const theirs = matched.get(id) ?? [];
          expect(theirs.length).toBeLessThanOrEqual(count);
          expect(people).toEqual(expect.arrayContaining([...theirs]));
        }
      }),
    );
  });

  test('approve everything together exactly when enough of them can be seated', () => {
    fc.assert(
      fc.property(asked, (requirements) => {
        const places = requirements.reduce((sum, { count }) => sum + count, 0);
        const tallies = [...tallyTogether(decided(requirements)).values()];
        const all = tallies.every(({ outcome }) => outcome === 'approved');
        expect(all).toBe(mostFilled(requirements) === places);
      }),
    );
  });

  test('help wherever it is said that one more would, and nowhere else', () => {
    fc.assert(
      fc.property(asked, (requirements) => {
        const before = mostFilled(requirements);
        const tallies = tallyTogether(decided(requirements));
        for (const { id } of requirements) {
          const more = requirements.map((each) =>
            each.id === id ? { ...each, people: [...each.people, 'newcomer'] } : each,
          );
          const helps = [...tallies.values()].some(({ helpedBy }) => helpedBy.includes(id));
          expect(mostFilled(more) > before).toBe(helps);
        }
      }),
    );
  });
});

test('one eligible rejection ends a requirement, and leaves the others as they are', () => {
  const yes = { by: 'ada', at, verdict: 'approve', eligible: true } as const;
  const no = { by: 'bo', at, verdict: 'reject', eligible: true } as const;
  const tallies = tallyTogether([
    { id: 'cab', count: 1, decisions: [yes, no] },
    { id: 'operations', count: 1, decisions: [{ ...no, eligible: false }] },
  ]);
  expect(tallies.get('cab')?.outcome).toBe('rejected');
  expect(tallies.get('operations')).toMatchObject({ outcome: 'pending', missing: 1 });
});
