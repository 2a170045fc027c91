import fc from 'fast-check';
import { earlier, momentsUntil } from '../../../domain/approval/moments.ts';

const deadline = '2026-11-23T09:00:00.000Z';
const hourMs = 3_600_000;

test('reminds and asks others so long before the deadline', () => {
  const telling = {
    remindBeforeMs: [2 * hourMs, 24 * hourMs],
    escalate: { beforeMs: hourMs, to: 'cab' },
  };
  expect(momentsUntil(deadline, telling, '2026-11-20T09:00:00.000Z')).toEqual([
    '2026-11-22T09:00:00.000Z',
    '2026-11-23T07:00:00.000Z',
    '2026-11-23T08:00:00.000Z',
  ]);
});

test('tells nobody twice at one instant, and of nothing that is past', () => {
  const telling = {
    remindBeforeMs: [hourMs, 24 * hourMs],
    escalate: { beforeMs: hourMs, to: 'cab' },
  };
  expect(momentsUntil(deadline, telling, earlier(deadline, 2 * hourMs))).toEqual([
    earlier(deadline, hourMs),
  ]);
});

test('whatever the times, each moment is to come and later than the last', () => {
  const times = fc.array(fc.nat({ max: 100 * hourMs }), { maxLength: 6 });
  fc.assert(
    fc.property(times, fc.nat({ max: 100 * hourMs }), (remindBeforeMs, beforeMs) => {
      const now = earlier(deadline, beforeMs);
      const moments = momentsUntil(deadline, { remindBeforeMs }, now);
      expect(moments).toEqual([...new Set(moments)].toSorted());
      expect(moments.every((moment) => moment > now && moment <= deadline)).toBe(true);
    }),
  );
});
