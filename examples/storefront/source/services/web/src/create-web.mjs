import { createService } from '../../../http/create-service.mjs';
import { Problem } from '../../../http/problem.mjs';
import { renderPage } from './render-page.mjs';

/**
 * The shop as people meet it. It counts as healthy without asking `orders`: one sick service must
 * not take down the row of services in front of it.
 */
export function createWeb({ orders, release }) {
  return createService({
    name: 'web',
    release,
    routes: {
      'GET /': async () => {
        const products = await orders.listProducts();
        return { status: 200, html: renderPage({ products, version: release.version }) };
      },
      'GET /products': async () => ({
        status: 200,
        json: { products: await orders.listProducts() },
      }),
      'POST /orders': async ({ body }) => ({
        status: 201,
        json: await orders.placeOrder(readForm(body)),
      }),
      'GET /orders/:id': async ({ params }) => ({
        status: 200,
        json: await orders.findOrder(params.id),
      }),
    },
  });
}

/** Only what the form has goes on to `orders`, which judges whether it makes sense. */
function readForm(body) {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new Problem(400, 'bad-order', 'An order is a JSON object with sku and quantity.');
  }
  return { sku: body.sku, quantity: body.quantity };
}
