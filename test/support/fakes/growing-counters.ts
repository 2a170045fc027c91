import type { TrafficCounters } from '../../../domain/deployment/deployment.ts';

/** Requests and failures that a version meets between two looks at its counters. */
export type Growth = { readonly requests: number; readonly failures: number };

/** Counters that grow with every look, as users come; by the digest of the version. */
export function growingCounters(
  growth: () => Readonly<Record<string, Growth>>,
): () => readonly TrafficCounters[] {
  const sums = new Map<string, Growth>();
  return () => {
    for (const [digest, { requests, failures }] of Object.entries(growth())) {
      const known = sums.get(digest) ?? { requests: 0, failures: 0 };
      sums.set(digest, {
        requests: known.requests + requests,
        failures: known.failures + failures,
      });
    }
    return [...sums].map(([digest, { requests, failures }]) => ({
      digest,
      requests,
      failures,
      latencyBuckets: [
        { leMs: 100, count: requests },
        { leMs: null, count: requests },
      ],
    }));
  };
}
