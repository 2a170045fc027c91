import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { exampleFolder } from './documents.ts';

/** What shoppers met, in the words of the example's own load generator. */
export type Shopped = {
  readonly requests: number;
  readonly failures: number;
  readonly versions: Readonly<Record<string, number>>;
};

const perSecond = '40';

/**
 * Sends the example's shoppers to the web service for as long as something goes on: every fourth of
 * them orders. Resolves to what they met.
 */
export async function whileShopping(
  origin: string,
  goingOn: () => Promise<unknown>,
): Promise<Shopped> {
  const args = ['--url', origin, '--rate', perSecond, '--seconds', '300'];
  const load = spawn(process.execPath, [join(exampleFolder, 'load.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  load.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(load, 'close');
  try {
    await goingOn();
  } finally {
    load.kill('SIGTERM');
    await ended;
  }
  return JSON.parse(said) as Shopped;
}
