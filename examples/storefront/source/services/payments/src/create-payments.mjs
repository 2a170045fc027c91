import { createService } from '../../../http/create-service.mjs';
import { charge } from './charge.mjs';

/** Charges orders. It keeps nothing: it stands for the payment provider at the edge of the shop. */
export function createPayments({ release }) {
  return createService({
    name: 'payments',
    release,
    routes: {
      'POST /charges': async ({ body }) => ({ status: 201, json: charge(body ?? undefined) }),
    },
  });
}
