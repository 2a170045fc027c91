import { Refused, ServerAway } from '../failures.ts';
import { asProblem } from './as-problem.ts';
import { readable } from './readable.ts';
import { whyAway } from './why-away.ts';

/** A server and who speaks to it. */
export type Server = {
  /** Origin, without a slash at its end. */
  readonly url: string;
  /** Null: nobody is signed in. */
  readonly token: string | null;
  readonly timeoutMs: number;
};

type Content = { readonly type: string; readonly text: string };

export type RequestOptions = {
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the server's own, for what takes long. */
  readonly timeoutMs?: number;
};

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Speaks to the API. Throws `Refused` with the problem that it answers, or `ServerAway`. */
export class Client {
  readonly server: Server;

  constructor(server: Server) {
    this.server = server;
  }

  /** `timeoutMs`: instead of the server's own, for what takes long. */
  get<Answer>(
    path: string,
    query: Query = {},
    timeoutMs: number = this.server.timeoutMs,
  ): Promise<Answer> {
    return this.request<Answer>('GET', `${path}${searchOf(query)}`, { timeoutMs });
  }

  send<Answer>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    body: unknown,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const content = { type: 'application/json', text: JSON.stringify(body) };
    return this.request<Answer>(method, path, { content, ...options });
  }

  async delete(path: string): Promise<void> {
    await this.request('DELETE', path);
  }

  /** Sends a document as people write it. */
  sendYaml<Answer>(path: string, text: string): Promise<Answer> {
    return this.request<Answer>('POST', path, { content: { type: 'application/yaml', text } });
  }

  /** An answer that stays open. Throws as the others do. */
  async open(path: string, headers: Record<string, string>, signal: AbortSignal) {
    const response = await this.fetch(path, { headers: this.headersWith(headers), signal });
    if (!response.ok) throw new Refused(asProblem(response, await response.text()));
    return response;
  }

  private async request<Answer>(
    method: string,
    path: string,
    { content, headers = {}, timeoutMs = this.server.timeoutMs }: RequestOptions = {},
  ): Promise<Answer> {
    const type: Record<string, string> =
      content === undefined ? {} : { 'content-type': content.type };
    const response = await this.fetch(path, {
      method,
      headers: this.headersWith({ ...type, ...headers }),
      body: content?.text ?? null,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text().catch((error: unknown) => {
      throw whyAway(error, this.server.url);
    });
    if (!response.ok) throw new Refused(readable(asProblem(response, text)));
    return readable(this.parse(text)) as Answer;
  }

  /** Redirects are not followed: the token is for this server and no other. */
  private async fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.server.url}${path}`, { ...init, redirect: 'manual' });
    } catch (error) {
      throw whyAway(error, this.server.url);
    }
  }

  private headersWith(headers: Record<string, string>): Record<string, string> {
    const { token } = this.server;
    const said: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    return { accept: 'application/json', ...said, ...headers };
  }

  private parse(text: string): unknown {
    if (text === '') return null;
    try {
      return JSON.parse(text);
    } catch {
      throw new ServerAway(
        `${this.server.url} answered something that is not JSON.`,
        'Look whether the address is that of a Tidegate API, and not of something before it.',
      );
    }
  }
}

function searchOf(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.set(name, String(value));
  }
  return given.size === 0 ? '' : `?${given.toString()}`;
}
