import { once } from 'node:events';
import { createPayments } from '../src/create-payments.mjs';

let server;
let origin;

beforeAll(async () => {
  server = createPayments({ release: { version: '9.9.9', digest: 'sha256:abc' } });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${server.address().port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const post = (body) => fetch(`${origin}/charges`, { method: 'POST', body });

test('answers a charge with the payment', async () => {
  const response = await post(JSON.stringify({ orderId: 'order-1', amountCents: 1250 }));
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ id: expect.stringMatching(/^pay_/) });
});

test('says which version and digest it runs as', async () => {
  const response = await fetch(`${origin}/version`);
  expect(response.headers.get('x-version')).toBe('9.9.9');
  expect(await response.json()).toEqual({
    service: 'payments',
    version: '9.9.9',
    digest: 'sha256:abc',
  });
});

test.each([
  ['no JSON', 'nonsense', 400],
  ['null', 'null', 400],
  ['a body without end', 'x'.repeat(20_000), 413],
])('refuses %s with a status of its own', async (_title, body, status) => {
  const response = await post(body);
  expect(response.status).toBe(status);
  expect(await response.json()).toHaveProperty('message');
});

test('does not know other paths', async () => {
  expect((await fetch(`${origin}/refunds`)).status).toBe(404);
});
