import { channelFailure } from './channel-failure.ts';

/** Longer than a tool that works ever needs, and short enough for the five tries of a message. */
export const defaultTimeoutMs = 8_000;
/** Nobody is left waiting for longer, whatever the other side asks for. */
const longestPauseMs = 120_000;

const remedy =
  'Look whether the address in TIDEGATE_CHANNELS is still good, and make a new one where the ' +
  'tool has withdrawn it.';

/**
 * Posts a message once. Errors: `retry` where the other side is away, too slow, overloaded (its
 * Retry-After counts) or broken; `terminal` where it will refuse the same message again. An answer
 * that leads elsewhere is refused: nobody has said that messages may go there.
 */
export async function post(
  channel: string,
  url: string,
  {
    body,
    headers = {},
    timeoutMs = defaultTimeoutMs,
  }: {
    readonly body: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number | undefined;
  },
): Promise<void> {
  const response = await send(channel, url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.body?.cancel();
  const { status } = response;
  if (response.ok) return;
  const what = `answered with ${status}`;
  if (status === 408 || status === 429 || status >= 500) {
    const pauseMs = pauseOf(response.headers.get('retry-after'));
    throw channelFailure('retry', channel, {
      what,
      remedy: 'Nothing to do at once: it is tried again. Look at the tool when it stays so.',
      ...(pauseMs === null ? {} : { retryAfterMs: pauseMs }),
    });
  }
  throw channelFailure('terminal', channel, { what, remedy });
}

async function send(channel: string, url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    throw channelFailure('retry', channel, {
      what: `does not answer (${reasonOf(error)})`,
      remedy,
    });
  }
}

/** A name such as ECONNREFUSED; whole messages may hold the address, which is a secret. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const cause = 'cause' in error ? error.cause : null;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return 'name' in error ? String(error.name) : 'unknown';
}

/** Seconds or an instant (RFC 9110, 10.2.3) in milliseconds from now; null for neither. */
function pauseOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const ms = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(longestPauseMs, Math.max(1, ms));
}
