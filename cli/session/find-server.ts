import { NotSignedIn, Refused } from '../failures.ts';
import { Client, type Server } from '../http/client.ts';
import { defaultUrl, serverUrl } from './server-url.ts';
import { readSessions, sessionFile } from './session-file.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What was typed that says which server, and who speaks to it. */
export type ServerOptions = {
  readonly url?: string;
  /** A person of the example: a token is asked for, for this command alone. */
  readonly as?: string;
  readonly timeoutMs: number;
};

/**
 * The address: what was typed, then TIDEGATE_URL, then where one signed in last, then where
 * `npm start` listens.
 */
export async function findAddress({ url }: Pick<ServerOptions, 'url'>, env: Env): Promise<string> {
  if (url !== undefined) return serverUrl(url, '--url');
  const { TIDEGATE_URL: named } = env;
  if (named !== undefined && named !== '') return serverUrl(named, 'TIDEGATE_URL');
  return (await readSessions(sessionFile(env))).current ?? defaultUrl;
}

/**
 * A server with somebody who is signed in: `--as`, then TIDEGATE_TOKEN, then the session that is
 * kept for this very address. A token is never shown to another server than the one it is for.
 * Throws `NotSignedIn`.
 */
export async function findServer(options: ServerOptions, env: Env): Promise<Server> {
  const url = await findAddress(options, env);
  const { timeoutMs, as: person } = options;
  if (person !== undefined) {
    const { token } = await tokenAs(person, { url, timeoutMs });
    return { url, timeoutMs, token };
  }
  const { TIDEGATE_TOKEN: given } = env;
  if (given !== undefined && given !== '') return { url, timeoutMs, token: given };
  const kept = (await readSessions(sessionFile(env))).servers[url];
  if (kept !== undefined) return { url, timeoutMs, token: kept.token };
  throw new NotSignedIn(
    `Nobody is signed in at ${url}.`,
    'Sign in with `tidegate login`, or set TIDEGATE_TOKEN. ' +
      'At a server that `npm start` began, --as PERSON does for one command.',
  );
}

/** A token as one of the example's people. Only a server that `npm start` began gives one. */
export async function tokenAs(
  person: string,
  { url, timeoutMs }: { readonly url: string; readonly timeoutMs: number },
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const client = new Client({ url, token: null, timeoutMs });
  try {
    return await client.send('POST', '/v1/dev/tokens', { person });
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'not-found') throw error;
    throw new NotSignedIn(
      `${url} gives no token to whoever asks, so --as means nothing there.`,
      'Get a token from your identity provider, and hand it to `tidegate login --with-token`.',
    );
  }
}
