import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayPid } from './crash-gateway.ts';

/**
 * Lets orders to a gateway go through a line that passes them on and never brings an answer back.
 * `kills` ends the gateway as soon as it has an order.
 */
export async function throughProxy(
  root: string,
  behaviour: 'loses-answers' | 'kills',
  work: () => Promise<void>,
): Promise<void> {
  const file = join(root, 'gateway.json');
  const written = await readFile(file, 'utf8');
  const contact = JSON.parse(written) as { adminPort: number };
  const proxy = createServer((client) => {
    const gateway = connect(contact.adminPort, '127.0.0.1');
    client.pipe(gateway);
    client.on('error', () => gateway.destroy());
    gateway.on('error', () => client.destroy());
    if (behaviour === 'kills') client.once('data', () => killSoon(gatewayPid(root)));
    else gateway.once('data', () => client.destroy());
    gateway.on('close', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  await writeFile(file, JSON.stringify({ ...contact, adminPort: port }));
  try {
    await work();
  } finally {
    await writeFile(file, written);
    proxy.close();
  }
}

/** The order has been passed on, and the gateway is at it. */
function killSoon(pid: number): void {
  void sleep(1).then(() => process.kill(pid, 'SIGKILL'));
}
