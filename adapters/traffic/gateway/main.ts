import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { tryFileLock } from '../../durable-state/with-file-lock.ts';
import { identify } from '../../processes/identity.ts';
import { createAdmin } from './admin.ts';
import { ensureToken, lockFile, readContact, writeContact } from './contact.ts';
import { openGateway } from './gateway.ts';
import { listen } from './listen.ts';

/** The gateway as a process: `node main.ts --root FOLDER`. Ends on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { root: { type: 'string' } } });
  if (values.root === undefined) throw new Error('Say where to keep state: --root FOLDER');
  const root = resolve(values.root);
  const log = pino({ name: 'gateway' });
  await mkdir(root, { recursive: true });
  const unlock = await tryFileLock(lockFile(root));
  const self = identify(process.pid);
  if (unlock === null || self === null) {
    log.info({ root }, 'another gateway works for this folder already');
    return;
  }
  const gateway = await openGateway(root, log);
  const admin = createServer(createAdmin(gateway, await ensureToken(root), log));
  const wanted = (await readContact(root))?.adminPort ?? null;
  const adminPort = (await listen(admin, wanted)) ?? (await listen(admin, null));
  if (adminPort === null) throw new Error('There is no free loopback port for the admin API.');
  await writeContact(root, self, adminPort);
  log.info({ root, adminPort }, 'the gateway works');

  const stop = (signal: string) => {
    log.info({ signal }, 'the gateway ends');
    admin.close();
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'the gateway could not end well');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

await main();
