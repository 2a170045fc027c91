import { Problem } from './problem.mjs';

const TIMEOUT_MS = 3_000;

/**
 * Asks another service and gives its answer as `{ status, body }`.
 * Throws a 502 `Problem` when it does not answer in time, answers with something other than JSON,
 * or says itself that it failed.
 */
export async function call(service, method, url, body) {
  const { status, body: answer } = await exchange(method, url, body).catch((error) => {
    const reason = error.cause?.message ?? error.message;
    throw new Problem(502, 'bad-gateway', `${service} gave no usable answer: ${reason}`);
  });
  if (status >= 500) {
    const reason = answer?.message ?? 'it does not say why.';
    throw new Problem(502, 'bad-gateway', `${service} failed with status ${status}: ${reason}`);
  }
  return { status, body: answer };
}

async function exchange(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, body: await response.json() };
}
