import type { Prober } from '../../activities/ports/prober.ts';

/** Asks over HTTP without following redirects: an answer is judged as it comes. */
export function createHttpProber(): Prober {
  return {
    async get(url, timeoutMs) {
      const startedAt = performance.now();
      const took = () => Math.round(performance.now() - startedAt);
      try {
        const response = await fetch(url, {
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        });
        await response.body?.cancel();
        return { status: response.status, reason: response.statusText, durationMs: took() };
      } catch (error) {
        return { status: null, reason: reasonOf(error), durationMs: took() };
      }
    },
  };
}

/** The cause below `fetch failed` is what says something: connection refused, timeout. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
