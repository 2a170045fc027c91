import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Client } from './client.ts';
import { readable } from './readable.ts';

/** The server speaks at least every 10 s; a connection that is silent for longer is dead. */
const silenceMs = 35_000;

/**
 * The documents of one connection to an event stream. A null says that it stands. Throws what
 * `Client` throws, and whatever breaks the connection.
 */
export async function* openStream<Answer>(
  client: Client,
  path: string,
  headers: Readonly<Record<string, string>>,
  stopped: AbortSignal,
): AsyncGenerator<Answer | null> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('it fell silent')), silenceMs);
  try {
    const signal = AbortSignal.any([stopped, silence.signal]);
    const response = await client.open(path, { accept: 'text/event-stream', ...headers }, signal);
    yield null;
    if (response.body === null) return;
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        timer.refresh();
        controller.enqueue(chunk);
      },
    });
    const messages: ReadableStream<{ readonly data: string }> = response.body
      .pipeThrough(heard)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { data } of messages) yield readable(JSON.parse(data) as Answer);
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}
