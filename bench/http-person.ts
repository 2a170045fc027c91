import type { Subject } from './subject.ts';

/** A person who speaks HTTP to the measured API. */
export class HttpPerson {
  private readonly origin: string;
  private readonly token: string;

  private constructor(origin: string, token: string) {
    this.origin = origin;
    this.token = token;
  }

  static async of({ origin, records, devIssuer }: Subject, handle: string): Promise<HttpPerson> {
    const subject = await records.subjectOf(handle);
    if (subject === null) throw new Error(`The benchmark's catalog has no person ${handle}.`);
    return new HttpPerson(origin, (await devIssuer.issue(subject)).token);
  }

  get<Body>(path: string): Promise<Body> {
    return this.request('GET', path, null);
  }

  post<Body>(path: string, body: unknown): Promise<Body> {
    return this.request('POST', path, JSON.stringify(body));
  }

  private async request<Body>(method: string, path: string, body: string | null): Promise<Body> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    };
    const response = await fetch(`${this.origin}${path}`, { method, headers, body });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }
}
