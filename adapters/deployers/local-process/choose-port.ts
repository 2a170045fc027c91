import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

const ATTEMPTS = 20;

/**
 * A free loopback port: the wanted one if it can be had, so that addresses outlive a restart, or
 * one that is not among those given away already.
 */
export async function choosePort(
  wanted: number | null,
  givenAway: readonly number[],
): Promise<number> {
  if (wanted !== null && (await tryPort(wanted)) !== null) return wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await tryPort(0);
    if (port !== null && !givenAway.includes(port)) return port;
  }
  throw new Error('This machine has no free loopback port.');
}

async function tryPort(port: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return portOf(server.address());
  } catch {
    return null;
  } finally {
    server.close();
  }
}

function portOf(address: AddressInfo | string | null): number | null {
  return address === null || typeof address === 'string' ? null : address.port;
}
