import type { MetricsSource } from '../../activities/ports/metrics.ts';
import { type GatewayMetricsOptions, noticeGateway, rangeOfGateway } from './gateway.ts';
import { type PrometheusOptions, rangeOfPrometheus } from './prometheus.ts';

/** Each metric from where its policy says: the gateway of this machine, or Prometheus. */
export function createMetrics(options: {
  readonly gateway: GatewayMetricsOptions;
  readonly prometheus: PrometheusOptions | null;
}): MetricsSource {
  const { gateway, prometheus } = options;
  return {
    notice: (place) => noticeGateway(gateway, place),
    async range(asked) {
      const { query } = asked;
      if (query.source === 'gateway') return rangeOfGateway(gateway, query.measure, asked);
      if (prometheus === null) return { state: 'unreadable', reason: notConfigured };
      return rangeOfPrometheus(prometheus, query.query, asked);
    },
  };
}

const notConfigured = 'These workers know of no Prometheus; set TIDEGATE_PROMETHEUS_URL for them.';
