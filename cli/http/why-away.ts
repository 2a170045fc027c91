import { ServerAway } from '../failures.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'nobody knows this host name',
  EAI_AGAIN: 'host names cannot be looked up now',
  ETIMEDOUT: 'it did not take the connection in time',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to its network',
  UND_ERR_CONNECT_TIMEOUT: 'it did not take the connection in time',
  UND_ERR_SOCKET: 'the connection broke',
};

/** Why a request got no answer, as people can act on it. */
export function whyAway(error: unknown, url: string): ServerAway {
  if (error instanceof ServerAway) return error;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new ServerAway(
      `${url} did not answer in time.`,
      'Give the same command again, with a longer --timeout where the server is slow.',
    );
  }
  const reason = reasonOf(error);
  return new ServerAway(
    `No Tidegate answers at ${url}: ${reason}.`,
    'Start it with `npm start`, or say where it is with --url or TIDEGATE_URL.',
  );
}

/** What `fetch` throws holds the reason in its cause; of several addresses, in the first's. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = typeof first === 'object' && first !== null && 'code' in first ? first.code : null;
  if (typeof code === 'string') return reasons[code] ?? code;
  return first instanceof Error ? first.message : String(first);
}
