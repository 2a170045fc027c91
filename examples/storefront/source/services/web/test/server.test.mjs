import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startOrdersStub } from './orders-stub.mjs';

const serverPath = fileURLToPath(new URL('../src/server.mjs', import.meta.url));

const stops = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function startServer(environment) {
  const child = spawn(process.execPath, [serverPath], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  stops.push(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, nextLine: async () => JSON.parse((await lines.next()).value) };
}

test('finishes an open request after SIGTERM, then ends by itself', async () => {
  let answerOrders;
  const answer = new Promise((resolve) => {
    answerOrders = () => resolve({ status: 200, json: { products: [] } });
  });
  let isAsked;
  const asked = new Promise((resolve) => {
    isAsked = resolve;
  });
  const orders = await startOrdersStub(() => {
    isAsked();
    return answer;
  });
  stops.push(orders.stop);
  const { child, nextLine } = startServer({ ORDERS_URL: orders.origin });
  const exited = once(child, 'exit');
  const { address } = await nextLine();
  const page = fetch(address);
  await asked;
  child.kill('SIGTERM');
  expect(await nextLine()).toMatchObject({ message: 'stopping' });
  await expect(fetch(`${address}/healthz`)).rejects.toThrow();
  answerOrders();
  const { status, headers } = await page;
  expect(status).toBe(200);
  expect(headers.get('connection')).toBe('close');
  expect(await exited).toEqual([0, null]);
});

test('does not start without the address of orders, and says what is missing', async () => {
  const { child } = startServer({});
  const [complaint, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(complaint).toContain('ORDERS_URL is not set.');
  expect(exitCode).toBe(1);
});
