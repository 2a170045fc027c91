import { createService } from '../../../http/create-service.mjs';
import { Problem } from '../../../http/problem.mjs';
import { createNumbering } from './create-numbering.mjs';
import { priceOf, products } from './products.mjs';
import { readOrderRequest } from './read-order-request.mjs';

/**
 * Takes orders. An order is stored before it is charged, so that no payment is ever without its
 * order; one whose charge failed stays stored without a payment. The number is for the customer
 * alone.
 */
export function createOrders({ store, charge, release }) {
  const numbering = createNumbering();
  return createService({
    name: 'orders',
    release,
    checkHealth: () => store.check(),
    routes: {
      'GET /products': async () => ({ status: 200, json: { products } }),
      'POST /orders': async ({ body }) => {
        const { product, quantity } = readOrderRequest(body);
        const number = numbering.next();
        const price = priceOf(product, quantity);
        const orderId = await store.place({ sku: product.sku, quantity, ...price });
        const payment = await charge({ orderId, ...price });
        return { status: 201, json: { ...(await store.markPaid(orderId, payment.id)), number } };
      },
      'GET /orders/:id': async ({ params }) => {
        const order = await store.find(params.id);
        if (!order) throw new Problem(404, 'unknown-order', `There is no order ${params.id}.`);
        return { status: 200, json: order };
      },
    },
  });
}
