import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export type StreamedEvent = { readonly id: string; readonly event: string; readonly data: unknown };

/** An API at a socket of its own. */
export async function listenOnLoopback(
  app: Express,
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The events of a stream as they come. Ends when the server ends it or the signal aborts. */
export async function* readStream(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): AsyncGenerator<StreamedEvent> {
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  let text = '';
  const decoder = new TextDecoder();
  const chunks: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of chunks ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = toEvent(block);
      if (event !== null) yield event;
    }
  }
}

/** Blocks without data are comments and hints about reconnecting. */
function toEvent(block: string): StreamedEvent | null {
  const fields = new Map(block.split('\n').map((line) => splitOnce(line, ':')));
  const data = fields.get('data');
  if (data === undefined) return null;
  const parsed: unknown = JSON.parse(data);
  return { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: parsed };
}

function splitOnce(line: string, mark: string): [string, string] {
  const [name = '', ...rest] = line.split(mark);
  return [name, rest.join(mark).trim()];
}
