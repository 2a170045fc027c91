import { between, duration } from '../../../cli/show/duration.ts';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [9_960, '9.9 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [86_399_000, '23 h 59 min'],
  [187_200_000, '2 d 4 h'],
  [-5, '0 ms'],
])('says %i ms as %s', (lengthMs, said) => {
  expect(duration(lengthMs)).toBe(said);
});

test('counts what lasts up to now, and says nothing before it began', () => {
  const now = new Date('2026-01-01T00:00:10Z');
  expect(between('2026-01-01T00:00:07.500Z', null, now)).toBe('2.5 s');
  expect(between('2026-01-01T00:00:07Z', '2026-01-01T00:00:08Z', now)).toBe('1.0 s');
  expect(between(null, null, now)).toBe('');
});
