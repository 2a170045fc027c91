import { countersDelta, lastKnown } from '../../../domain/canary/counters-delta.ts';
import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';

function counters(change: Partial<TrafficCounters> = {}): TrafficCounters {
  const latencyBuckets = [
    { leMs: 10, count: 80 },
    { leMs: null, count: 100 },
  ];
  return { digest: 'one', requests: 100, failures: 5, latencyBuckets, ...change };
}

const grown = counters({
  requests: 160,
  failures: 6,
  latencyBuckets: [
    { leMs: 10, count: 130 },
    { leMs: null, count: 160 },
  ],
});

const unreadable = { digest: 'one', requests: Number.NaN, failures: Number.NaN };

describe('the difference of two readings', () => {
  test('is what happened between them', () => {
    expect(countersDelta([counters()], [grown])).toEqual([
      {
        digest: 'one',
        requests: 60,
        failures: 1,
        latencyBuckets: [
          { leMs: 10, count: 50 },
          { leMs: null, count: 60 },
        ],
      },
    ]);
  });

  test('starts at nothing for a version that was not there', () => {
    expect(countersDelta([], [counters()])).toEqual([counters()]);
  });

  test.each([
    ['requests shrank', counters({ requests: 99 })],
    ['failures shrank', counters({ failures: 4 })],
    [
      'a bucket shrank',
      counters({
        latencyBuckets: [
          { leMs: 10, count: 1 },
          { leMs: null, count: 100 },
        ],
      }),
    ],
    [
      'bounds changed',
      counters({
        latencyBuckets: [
          { leMs: 20, count: 80 },
          { leMs: null, count: 100 },
        ],
      }),
    ],
    ['a bucket vanished', counters({ latencyBuckets: [{ leMs: null, count: 100 }] })],
    ['a counter is no count', counters({ requests: Number.NaN })],
    ['more failed than were asked', counters({ failures: 50 })],
  ])('cannot be read when %s', (_what, now) => {
    expect(countersDelta([counters()], [now])).toMatchObject([unreadable]);
  });

  test('cannot be read for a version that vanished', () => {
    const [other, vanished] = countersDelta([counters()], [counters({ digest: 'two' })]);
    expect(other).toMatchObject({ digest: 'two', requests: 100 });
    expect(vanished).toMatchObject(unreadable);
  });
});

test('a version that vanishes for a moment is counted once', () => {
  const known = lastKnown([counters()], []);
  expect(countersDelta(known, [])).toMatchObject([unreadable]);
  expect(countersDelta(lastKnown(known, [grown]), [grown])).toMatchObject([{ requests: 0 }]);
  expect(countersDelta(known, [grown])).toMatchObject([{ requests: 60, failures: 1 }]);
});
