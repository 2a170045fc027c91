import type { ProblemBody } from '../../../api/problem.ts';

export type Answer<Body> = { readonly status: number; readonly body: Body };

/** What an answer with a problem holds; `rule` stands where a rule refused. */
export type ProblemAnswer = ProblemBody & { readonly rule?: string };

/** A person who speaks HTTP, with a token of their own. */
export class JourneyPerson {
  readonly origin: string;
  readonly subject: string;
  readonly token: string;

  constructor(origin: string, { subject, token }: { subject: string; token: string }) {
    this.origin = origin;
    this.subject = subject;
    this.token = token;
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.send('GET', path);
  }

  post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send('POST', path, body);
  }

  put<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send('PUT', path, body);
  }

  patch<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send('PATCH', path, body);
  }

  delete(path: string): Promise<Answer<unknown>> {
    return this.send('DELETE', path);
  }

  private async send<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
  }
}
