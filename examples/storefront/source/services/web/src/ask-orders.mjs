import { call } from '../../../http/call.mjs';
import { Problem } from '../../../http/problem.mjs';

/**
 * The orders service at `origin`. What it refuses is refused in its own words;
 * when it fails or does not answer, a 502 `Problem` is thrown.
 */
export function askOrders(origin) {
  const ask = async (method, pathname, request) => {
    const { status, body } = await call('orders', method, new URL(pathname, origin), request);
    if (status >= 400) throw new Problem(status, body.code, body.message);
    return body;
  };
  return {
    listProducts: async () => (await ask('GET', '/products')).products,
    placeOrder: (request) => ask('POST', '/orders', request),
    findOrder: (id) => ask('GET', `/orders/${encodeURIComponent(id)}`),
  };
}
