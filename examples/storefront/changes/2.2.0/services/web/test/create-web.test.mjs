import { once } from 'node:events';
import { askOrders } from '../src/ask-orders.mjs';
import { createWeb } from '../src/create-web.mjs';
import { startOrdersStub } from './orders-stub.mjs';

const release = { version: '9.9.9', digest: null };
const mug = { sku: 'mug', name: 'Enamel mug', priceCents: 1250, stock: { left: 7 } };
const stops = [];

async function startWeb(ordersOrigin) {
  const server = createWeb({ orders: askOrders(ordersOrigin), release });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stops.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** Starts web in front of orders that give `answer`. */
async function start(answer) {
  const orders = await startOrdersStub(answer);
  stops.push(orders.stop);
  return startWeb(orders.origin);
}

const order = (origin, body) =>
  fetch(`${origin}/orders`, { method: 'POST', body: JSON.stringify(body) });

afterAll(() => {
  for (const stop of stops) stop();
});

test('shows what orders sells', async () => {
  const origin = await start(() => ({ status: 200, json: { products: [mug] } }));
  const response = await fetch(origin);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(await response.text()).toContain('Enamel mug');
});

test('takes an order on and gives back what became of it', async () => {
  const placed = { id: 'order-1', paymentId: 'pay_1' };
  const origin = await start(() => ({ status: 201, json: placed }));
  const response = await order(origin, { sku: 'mug', quantity: 1 });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual(placed);
});

test.each([400, 404])('passes a refusal with status %i on in its own words', async (status) => {
  const refusal = { code: 'refused', message: 'No such thing.' };
  const response = await order(await start(() => ({ status, json: refusal })), {});
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual(refusal);
});

test('refuses an order that is no object without asking', async () => {
  const origin = await start(() => ({ status: 201, json: {} }));
  expect((await order(origin, ['mug'])).status).toBe(400);
});

test('answers 502 when orders fails', async () => {
  const origin = await start(() => ({ status: 500, json: {} }));
  expect((await fetch(origin)).status).toBe(502);
});

test('answers 502 but stays healthy when nobody is there', async () => {
  const origin = await startWeb('http://127.0.0.1:1');
  expect((await fetch(origin)).status).toBe(502);
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
});
