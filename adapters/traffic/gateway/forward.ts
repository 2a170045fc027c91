import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createProxyServer } from 'httpxy';
import { hasCode } from '../../system-error.ts';

/** Headers that speak about one connection and must not travel on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
];

const IDLE_TIMEOUT_MS = 60_000;

type Target = { readonly address: string; readonly cookie: string | null };

export type Forward = {
  /** Lets an instance answer the request, and gives the user that cookie with its answer. */
  readonly send: (request: IncomingMessage, response: ServerResponse, target: Target) => void;
  readonly close: () => void;
};

/**
 * Passes requests on to instances over connections that are kept. `refused` is told of addresses
 * where nobody accepts connections. A request that gets no answer is answered with 502, or 504 when
 * the instance kept silent too long.
 */
export function createForward(refused: (address: string) => void): Forward {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
  const proxy = createProxyServer({ xfwd: true });
  const attempts = new WeakMap<IncomingMessage, Attempt>();

  function send(request: IncomingMessage, response: ServerResponse, attempt: Attempt): void {
    attempts.set(request, attempt);
    const { address: target, again } = attempt;
    void proxy.web(request, response, {
      target,
      agent: again ? false : agent,
      proxyTimeout: IDLE_TIMEOUT_MS,
    });
  }

  proxy.on('proxyReq', (sent, request) => {
    const attempt = attempts.get(request);
    if (attempt !== undefined) attempt.sent = sent;
  });
  proxy.on('proxyRes', (answer, request) => {
    removeHopByHop(answer.headers);
    const { keepAlive = true, cookie = null } = attempts.get(request) ?? {};
    answer.headers.connection = keepAlive ? 'keep-alive' : 'close';
    if (cookie === null) return;
    answer.headers['set-cookie'] = [...(answer.headers['set-cookie'] ?? []), cookie];
  });
  proxy.on('error', (error, request, response) => {
    if (request === undefined || response === undefined || !('headersSent' in response)) return;
    const attempt = attempts.get(request);
    if (attempt === undefined || response.headersSent) {
      response.destroy();
      return;
    }
    if (hasCode(error, 'ECONNREFUSED')) refused(attempt.address);
    if (mayRepeat(request, attempt, error)) {
      send(request, response, { ...attempt, again: true });
      return;
    }
    const silent = performance.now() - attempt.startedAt >= IDLE_TIMEOUT_MS;
    answerFailure(response, silent ? 504 : 502, attempt.address);
  });

  return {
    send: (request, response, target) => {
      const keepAlive = request.headers.connection?.toLowerCase() !== 'close';
      removeHopByHop(request.headers);
      const startedAt = performance.now();
      send(request, response, { ...target, again: false, sent: null, keepAlive, startedAt });
    },
    close: () => agent.destroy(),
  };
}

type Attempt = Target & {
  readonly again: boolean;
  readonly keepAlive: boolean;
  readonly startedAt: number;
  sent: ClientRequest | null;
};

/**
 * An instance may close a kept connection just as a request goes out on it. Then nobody has read
 * the request, and one without a body can be sent once more on a connection of its own.
 */
function mayRepeat(request: IncomingMessage, attempt: Attempt, error: Error): boolean {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  const reused = attempt.sent?.reusedSocket === true;
  return isReading && reused && !attempt.again && hasCode(error, 'ECONNRESET');
}

function removeHopByHop(headers: IncomingMessage['headers']): void {
  const named = headers.connection?.split(',').map((name) => name.trim().toLowerCase()) ?? [];
  // How the body is framed is the business of each side's own HTTP implementation.
  const removed = named.filter((name) => name !== 'transfer-encoding');
  for (const name of [...HOP_BY_HOP, ...removed]) delete headers[name];
}

/** Answers in the gateway's own name, as a problem (RFC 9457). */
export function answerFailure(response: ServerResponse, status: number, about: string): void {
  const titles: Readonly<Record<number, string>> = {
    502: 'The instance did not answer',
    503: 'Nothing serves here',
    504: 'The instance did not answer in time',
  };
  const body = JSON.stringify({ type: 'about:blank', title: titles[status], status, about });
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(body);
}
