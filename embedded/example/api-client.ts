/** What the API answered when it did not do what it was asked. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;

  constructor(status: number, what: string, text: string) {
    super(`${what} was answered with ${status}: ${text.slice(0, 2_000)}`);
    this.status = status;
  }
}

/** One person of the example, speaking HTTP to the API with a token of their own. */
export class ApiClient {
  private readonly origin: string;
  private readonly person: string;
  private token: string | null = null;

  constructor(origin: string, person: string) {
    this.origin = origin;
    this.person = person;
  }

  get<Body>(path: string): Promise<Body> {
    return this.request('GET', path, null);
  }

  post<Body>(path: string, body: unknown): Promise<Body> {
    return this.request('POST', path, { type: 'application/json', text: JSON.stringify(body) });
  }

  put<Body>(path: string, body: unknown): Promise<Body> {
    return this.request('PUT', path, { type: 'application/json', text: JSON.stringify(body) });
  }

  /** Sends a document as people write it. */
  postYaml<Body>(path: string, text: string): Promise<Body> {
    return this.request('POST', path, { type: 'application/yaml', text });
  }

  private async request<Body>(
    method: string,
    path: string,
    content: { readonly type: string; readonly text: string } | null,
  ): Promise<Body> {
    this.token ??= await this.fetchToken();
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(content === null ? {} : { 'content-type': content.type }),
      },
      body: content?.text ?? null,
    });
    return readAnswer<Body>(response, `${method} ${path}`);
  }

  private async fetchToken(): Promise<string> {
    const response = await fetch(`${this.origin}/v1/dev/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: this.person }),
    });
    const { token } = await readAnswer<{ token: string }>(response, `A token for ${this.person}`);
    return token;
  }
}

async function readAnswer<Body>(response: Response, what: string): Promise<Body> {
  const text = await response.text();
  if (!response.ok) throw new ApiProblem(response.status, what, text);
  return JSON.parse(text) as Body;
}
