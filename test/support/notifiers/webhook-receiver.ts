import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a webhook answers; `hangs` answers nothing. */
export type WebhookMood =
  | 'hangs'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export type ReceivedPost = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** A real HTTP server on loopback, which keeps every post that it answers with 2xx. */
export type WebhookReceiver = {
  /** Its path is the secret, as it is with real ones. */
  readonly url: string;
  readonly posts: readonly ReceivedPost[];
  mood: WebhookMood;
  close(): Promise<void>;
};

export const secretPath = 'T00000000-B00000000-XsecretX';

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const posts: ReceivedPost[] = [];
  const receiver: { mood: WebhookMood } = { mood: { status: 200 } };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { mood } = receiver;
      if (mood === 'hangs') return;
      if (mood.status < 300) posts.push({ headers: request.headers, body });
      response.writeHead(mood.status, mood.headers).end(`https://hooks.example/${secretPath}`);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/services/${secretPath}`,
    posts,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
