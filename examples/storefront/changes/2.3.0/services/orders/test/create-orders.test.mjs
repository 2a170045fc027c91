import { once } from 'node:events';
import { Problem } from '../../../http/problem.mjs';
import { createOrders } from '../src/create-orders.mjs';
import { storeInMemory } from './store-in-memory.mjs';

const release = { version: '9.9.9', digest: null };
const payAnything = async () => ({ id: 'pay_1' });
const servers = [];

async function start(settings) {
  const server = createOrders({
    store: storeInMemory(),
    charge: payAnything,
    release,
    ...settings,
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

const order = (origin, body) =>
  fetch(`${origin}/orders`, { method: 'POST', body: JSON.stringify(body) });

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

test('stores an order, has it paid, and finds it again', async () => {
  const origin = await start();
  const placed = await order(origin, { sku: 'mug', quantity: 2 });
  expect(placed.status).toBe(201);
  const { number, ...body } = await placed.json();
  expect(number).toMatch(/^SF-/);
  expect(body).toMatchObject({
    sku: 'mug',
    quantity: 2,
    amountCents: 2500,
    currency: 'EUR',
    paymentId: 'pay_1',
  });
  expect(await (await fetch(`${origin}/orders/${body.id}`)).json()).toEqual(body);
});

test('charges what the order costs', async () => {
  const charges = [];
  const charge = async (request) => {
    charges.push(request);
    return { id: 'pay_1' };
  };
  const placed = await order(await start({ charge }), { sku: 'notebook', quantity: 3 });
  const { id } = await placed.json();
  expect(charges).toEqual([
    expect.objectContaining({ orderId: id, amountCents: 2700, currency: 'EUR' }),
  ]);
});

test('keeps an order unpaid and answers 502 when the charge fails', async () => {
  const store = storeInMemory();
  const charge = async () => {
    throw new Problem(502, 'bad-gateway', 'payments is away');
  };
  const placed = await order(await start({ store, charge }), { sku: 'mug', quantity: 1 });
  expect(placed.status).toBe(502);
  expect([...store.orders.values()]).toEqual([expect.objectContaining({ paymentId: null })]);
});

test('answers 400 to a bad order and stores nothing', async () => {
  const store = storeInMemory();
  const refused = await order(await start({ store }), { sku: 'yacht', quantity: 1 });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: 'unknown-sku' });
  expect(store.orders.size).toBe(0);
});

test('answers 404 to an order that it does not know', async () => {
  expect((await fetch(`${await start()}/orders/unknown`)).status).toBe(404);
});

test('is unhealthy while its database does not answer', async () => {
  const check = async () => {
    throw new Error('connection refused');
  };
  const response = await fetch(`${await start({ store: { check } })}/healthz`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ reason: 'connection refused' });
});
