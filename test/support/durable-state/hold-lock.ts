import { setTimeout as sleep } from 'node:timers/promises';
import { tryFileLock } from '../../../adapters/durable-state/with-file-lock.ts';

// Takes the lock of the file that it is given, says so, and holds it until it is killed.
const taken = await tryFileLock(process.argv[2] ?? '');
process.stdout.write(taken === null ? 'refused' : 'held');
await sleep(60_000);
