import { readBounded } from '../metrics/read-bounded.ts';

const mostBytes = 5_000_000;
const timeoutMs = 20_000;

/** A feed that was not read, as the rest of a sentence about it. Never holds its address. */
export class FeedUnread extends Error {
  override readonly name = 'FeedUnread';
}

/** `tag`: what the server calls this version of it; null where it does not say. */
export type FetchedFeed = { readonly text: string; readonly tag: string | null };

/**
 * Asks for a feed. Null when it is the version that `tag` names still. Throws `FeedUnread`. An
 * answer that leads elsewhere is refused: nobody has said that this server may be asked there.
 */
export async function fetchFeed(
  url: string,
  tag: string | null,
  stop?: AbortSignal,
): Promise<FetchedFeed | null> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/calendar', ...(tag === null ? {} : { 'if-none-match': tag }) },
      signal: AbortSignal.any([
        AbortSignal.timeout(timeoutMs),
        ...(stop === undefined ? [] : [stop]),
      ]),
    });
    if (response.ok) {
      const text = await readBounded(response, mostBytes);
      return { text, tag: response.headers.get('etag') };
    }
    await response.body?.cancel();
    if (response.status === 304 && tag !== null) return null;
    const elsewhere = response.status >= 300 && response.status < 400;
    throw new FeedUnread(
      `answered with ${response.status}${elsewhere ? ', which leads elsewhere' : ''}`,
    );
  } catch (error) {
    throw error instanceof FeedUnread ? error : new FeedUnread(reasonOf(error));
  }
}

/** A name such as ECONNREFUSED; whole messages may hold the address, which may be a secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'does not answer';
  if (error.message.startsWith('the answer is longer')) return `is too large: ${error.message}`;
  const { cause } = error;
  const known = typeof cause === 'object' && cause !== null && 'code' in cause;
  return `does not answer (${known ? String(cause.code) : error.name})`;
}
