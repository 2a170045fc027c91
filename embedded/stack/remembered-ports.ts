import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { findFreePort, isPortOpen } from '../../adapters/processes/free-port.ts';

/**
 * The port that a server of this state folder had before, or else the wished one, or else any free
 * one. It is remembered, so that addresses that people wrote down go on working.
 */
export async function rememberedPort(file: string, name: string, wished: number): Promise<number> {
  const known = readPorts(file);
  const port = known[name] ?? ((await isPortOpen(wished)) ? await findFreePort() : wished);
  writeFileSync(file, JSON.stringify({ ...known, [name]: port }, null, 2));
  return port;
}

function readPorts(file: string): Record<string, number> {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
}
