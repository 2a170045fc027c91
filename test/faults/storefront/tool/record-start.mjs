// Loaded before a program of the storefront (`node --import`): writes down that it was started, on
// the disk before it does anything, and with which code it ended, if it ends by itself.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { basename } from 'node:path';

const { STARTS_FILE, STARTED_IN, STARTED_AS, TIDEGATE_VERSION, TIDEGATE_ARTIFACT_DIGEST, PORT } =
  process.env;
const [, program = '', ...rest] = process.argv;

function write(ended) {
  const entry = {
    environment: STARTED_IN,
    component: STARTED_AS,
    program: [basename(program), ...rest].join(' '),
    version: TIDEGATE_VERSION ?? null,
    digest: TIDEGATE_ARTIFACT_DIGEST ?? null,
    pid: process.pid,
    port: PORT ?? null,
    at: new Date().toISOString(),
    ended,
  };
  const record = openSync(STARTS_FILE, 'a');
  writeSync(record, `${JSON.stringify(entry)}\n`);
  fsyncSync(record);
  closeSync(record);
}

write(null);
process.on('exit', (code) => write(code));
