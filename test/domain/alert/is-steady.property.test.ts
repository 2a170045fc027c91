import fc from 'fast-check';
import {
  isSteady,
  keepSightings,
  type Sighting,
  type Steadiness,
} from '../../../domain/alert/is-steady.ts';

const sightings: fc.Arbitrary<readonly Sighting[]> = fc
  .array(fc.record({ afterMs: fc.nat(1_000), isBroken: fc.boolean() }), { maxLength: 12 })
  .map((steps) => {
    let atMs = 0;
    return steps.map(({ afterMs, isBroken }) => {
      atMs += afterMs;
      return { atMs, isBroken };
    });
  });
const byTime = fc.record({ forMs: fc.integer({ min: 1, max: 3_000 }) });
const byLooks = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.nat(3))
  .map(([atLeast, more]) => ({ atLeast, of: atLeast + more }));
const rule: fc.Arbitrary<Steadiness> = fc.oneof(byTime, byLooks);
const laterMs = fc.nat(4_000);
const endOf = (seen: readonly Sighting[]) => seen.at(-1)?.atMs ?? 0;

test('what is good at the last look is never a breach, whatever came before', () => {
  fc.assert(
    fc.property(sightings, rule, laterMs, (seen, how, later) => {
      const atMs = endOf(seen);
      expect(isSteady([...seen, { atMs, isBroken: false }], how, atMs + later)).toBe(false);
      expect(isSteady([], how, later)).toBe(false);
    }),
  );
});

test('one bad look more never ends a breach, and time alone does not either', () => {
  fc.assert(
    fc.property(sightings, rule, laterMs, laterMs, (seen, how, now, later) => {
      const nowMs = endOf(seen) + now;
      fc.pre(isSteady(seen, how, nowMs));
      const worse = [...seen, { atMs: nowMs, isBroken: true }];
      expect(isSteady(worse, how, nowMs)).toBe(true);
      expect(isSteady(seen, how, nowMs + later)).toBe(true);
    }),
  );
});

test('a rule that asks for more finds no more breaches', () => {
  fc.assert(
    fc.property(
      sightings,
      byTime,
      byLooks,
      laterMs,
      fc.nat(2_000),
      (seen, time, looks, at, more) => {
        const nowMs = endOf(seen) + at;
        if (isSteady(seen, { forMs: time.forMs + more }, nowMs)) {
          expect(isSteady(seen, time, nowMs)).toBe(true);
        }
        const stricter = { atLeast: looks.atLeast + 1, of: looks.of + 1 };
        if (isSteady(seen, { ...stricter, of: looks.of }, nowMs)) {
          expect(isSteady(seen, looks, nowMs)).toBe(true);
        }
        expect(isSteady(seen, { atLeast: 1, of: 1 }, nowMs)).toBe(isSteady(seen, undefined, nowMs));
      },
    ),
  );
});

test('what is kept of sightings decides as all of them would, now and later', () => {
  fc.assert(
    fc.property(sightings, sightings, rule, laterMs, (seen, more, how, later) => {
      const startMs = endOf(seen);
      const rest = more.map(({ atMs, isBroken }) => ({ atMs: atMs + startMs, isBroken }));
      const nowMs = startMs + endOf(more) + later;
      const kept = keepSightings(seen, how);
      expect(isSteady([...kept, ...rest], how, nowMs)).toBe(
        isSteady([...seen, ...rest], how, nowMs),
      );
    }),
  );
});

test('an error that comes and goes is steady by time only when it stays', () => {
  const flapping = Array.from({ length: 60 }, (_, second) => {
    return { atMs: second * 1_000, isBroken: second % 3 !== 2 };
  });
  const steady = flapping.map(({ atMs }) => ({ atMs, isBroken: atMs >= 40_000 }));
  const rules: readonly Steadiness[] = [{ forMs: 10_000 }, { atLeast: 9, of: 10 }];
  const ends = (seen: readonly Sighting[], how: Steadiness) =>
    seen.findIndex((_, index) => {
      const known = seen.slice(0, index + 1);
      return isSteady(known, how, endOf(known));
    });
  expect(rules.map((how) => ends(flapping, how))).toEqual([-1, -1]);
  expect(rules.map((how) => ends(steady, how))).toEqual([50, 48]);
});
