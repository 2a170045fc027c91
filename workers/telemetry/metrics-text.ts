import type { Registry } from 'prom-client';

const patienceMs = 2_000;

/**
 * Everything that this worker measures, as Prometheus reads it: its own metrics, and those of
 * Temporal's SDK, which has a server of its own for them. Theirs are missed rather than waited for.
 */
export async function metricsText(registry: Registry, sdkMetrics: string): Promise<string> {
  const theirs = await fetch(sdkMetrics, { signal: AbortSignal.timeout(patienceMs) })
    .then((response) => response.text())
    .catch(() => '');
  return `${await registry.metrics()}\n${theirs}`;
}
