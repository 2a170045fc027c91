import type { TrafficCounters } from '../deployment/deployment.ts';

/**
 * What each version did between two readings of its counters. A version that was not there before
 * started at nothing. Counters that shrank, vanished or are no counts come back as NaN, so that no
 * comparison with a threshold ever holds for them: what cannot be read proves nothing.
 */
export function countersDelta(
  before: readonly TrafficCounters[],
  after: readonly TrafficCounters[],
): readonly TrafficCounters[] {
  const deltas = after.map((now) => {
    const earlier = before.find(({ digest }) => digest === now.digest);
    return earlier === undefined ? checked(now) : checked(subtract(earlier, now));
  });
  return [...deltas, ...vanishedFrom(before, after).map(({ digest }) => unreadable(digest))];
}

/**
 * What is known last of every version: counters that vanish for a moment go on from where they
 * were, so that nothing is counted twice when they come back.
 */
export function lastKnown(
  before: readonly TrafficCounters[],
  now: readonly TrafficCounters[],
): readonly TrafficCounters[] {
  return [...now, ...vanishedFrom(before, now)];
}

function vanishedFrom(
  before: readonly TrafficCounters[],
  now: readonly TrafficCounters[],
): readonly TrafficCounters[] {
  return before.filter(({ digest }) => now.every((version) => version.digest !== digest));
}

function subtract(earlier: TrafficCounters, now: TrafficCounters): TrafficCounters {
  const { digest, latencyBuckets } = now;
  const sameBounds =
    latencyBuckets.length === earlier.latencyBuckets.length &&
    latencyBuckets.every(({ leMs }, index) => leMs === earlier.latencyBuckets[index]?.leMs);
  if (!sameBounds) return unreadable(digest);
  return {
    digest,
    requests: now.requests - earlier.requests,
    failures: now.failures - earlier.failures,
    latencyBuckets: latencyBuckets.map(({ leMs, count }, index) => ({
      leMs,
      count: count - (earlier.latencyBuckets[index]?.count ?? Number.NaN),
    })),
  };
}

function checked(delta: TrafficCounters): TrafficCounters {
  const { digest, requests, failures, latencyBuckets } = delta;
  const cumulative = latencyBuckets.map(({ count }) => count);
  const grows = cumulative.every((count, index) => count >= (cumulative[index - 1] ?? 0));
  const areCounts = [requests, failures, ...cumulative].every(isCount);
  return areCounts && grows && failures <= requests ? delta : unreadable(digest);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function unreadable(digest: string): TrafficCounters {
  return { digest, requests: Number.NaN, failures: Number.NaN, latencyBuckets: [] };
}
