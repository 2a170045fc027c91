import fc from 'fast-check';
import { leastEarlierRuns, timeLeftOf } from '../../../domain/progress/time-left.ts';

const durations = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 30 });
const elapsed = fc.integer({ min: 0, max: 2_000_000 });

test.each([
  [[3_000, 1_000, 2_000], 500, { usualMs: 2_000, leftMs: 1_500, longerByMs: null }],
  [[4_000, 1_000, 2_000, 3_000], 500, { usualMs: 2_500, leftMs: 2_000, longerByMs: null }],
  [[1_000, 1_000, 1_000], 1_400, { usualMs: 1_000, leftMs: 0, longerByMs: 400 }],
])('tells from the median of %j after %i ms', (earlierMs, elapsedMs, expected) => {
  const left = timeLeftOf({ earlierMs, elapsedMs, plannedMs: null });
  expect(left).toMatchObject({ basis: 'earlier-runs', ...expected });
});

test('says how far half of the earlier runs were apart', () => {
  const earlierMs = [100, 200, 300, 400, 10_000];
  expect(timeLeftOf({ earlierMs, elapsedMs: 0, plannedMs: null })).toMatchObject({
    usualMs: 300,
    usuallyFromMs: 200,
    usuallyToMs: 400,
  });
});

test('knows nothing from fewer than three earlier runs', () => {
  expect(timeLeftOf({ earlierMs: [1_000, 1_000], elapsedMs: 0, plannedMs: null })).toEqual({
    basis: 'unknown',
    earlierRuns: 2,
    usualMs: null,
    usuallyFromMs: null,
    usuallyToMs: null,
    leftMs: null,
    longerByMs: null,
  });
});

test('goes by the plan where the plan gives an end', () => {
  const left = timeLeftOf({ earlierMs: [1, 1, 1], elapsedMs: 400, plannedMs: 1_000 });
  expect(left).toMatchObject({ basis: 'plan', usualMs: 1_000, leftMs: 600, longerByMs: null });
});

test('is never negative, and longer than usual only when nothing is left', () => {
  fc.assert(
    fc.property(durations, elapsed, (earlierMs, elapsedMs) => {
      const left = timeLeftOf({ earlierMs, elapsedMs, plannedMs: null });
      expect(left.leftMs === null).toBe(earlierMs.length < leastEarlierRuns);
      if (left.leftMs === null || left.usualMs === null) return;
      expect(left.leftMs).toBeGreaterThanOrEqual(0);
      expect(left.longerByMs ?? -left.leftMs).toBe(elapsedMs - left.usualMs);
      expect(left.usuallyFromMs).toBeLessThanOrEqual(left.usualMs);
      expect(left.usuallyToMs).toBeGreaterThanOrEqual(left.usualMs);
    }),
  );
});
