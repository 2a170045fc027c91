import type { MetricsSource } from '../../activities/ports/metrics.ts';
import { pointTimes } from '../../domain/analysis/point-times.ts';

/**
 * Metrics of which both sides have the same: nobody knows what a real version would have measured.
 * A canary that was chosen to fail fails by its users.
 */
export function simulateMetrics(): MetricsSource {
  return {
    notice: async () => {},
    range: async ({ observed, stepMs }) => ({
      state: 'read',
      points: pointTimes(observed, stepMs).map((atMs) => ({ atMs, value: 1 })),
      isTruncated: false,
    }),
  };
}
