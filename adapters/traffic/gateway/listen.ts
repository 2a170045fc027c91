import { once } from 'node:events';
import type { Server } from 'node:http';
import { hasCode } from '../../system-error.ts';

/**
 * Listens on that loopback port, or on any when it is null. Returns the port, null if it is taken.
 */
export async function listen(server: Server, port: number | null): Promise<number | null> {
  server.listen(port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) return null;
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}
