import { call } from '../../../http/call.mjs';
import { Problem } from '../../../http/problem.mjs';

/** Charges through the payments service at `origin`. Throws a 502 `Problem` when that fails. */
export function chargeBy(origin) {
  return async (order) => {
    const { status, body } = await call('payments', 'POST', new URL('/charges', origin), order);
    if (status !== 201) {
      throw new Problem(502, 'charge-refused', `payments refused the charge: ${body.message}`);
    }
    return body;
  };
}
