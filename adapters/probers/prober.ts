import type { Prober } from '../../activities/ports/prober.ts';
import { shakeHands } from './shake-hands.ts';

/** Asks over HTTP without following redirects: an answer is judged as it comes. */
export function createProber(): Prober {
  return { get, shakeHands };
}

const get: Prober['get'] = async (url, timeoutMs, headers = {}) => {
  const startedAt = performance.now();
  const took = () => Math.round(performance.now() - startedAt);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { redirect: 'manual', signal, headers });
    await response.body?.cancel();
    const { status, statusText: reason } = response;
    return { status, reason, durationMs: took(), headers: withoutCookies(response.headers) };
  } catch (error) {
    return { status: null, reason: reasonOf(error), durationMs: took(), headers: {} };
  }
};

function withoutCookies(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries([...headers].filter(([name]) => name !== 'set-cookie'));
}

/** The cause below `fetch failed` is what says something: connection refused, timeout. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
