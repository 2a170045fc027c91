// Loaded before a program of the storefront (`node --import`): writes down that it was started, on
// the disk before it does anything.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { basename } from 'node:path';

const { STARTS_FILE, STARTED_IN, STARTED_AS, TIDEGATE_VERSION, TIDEGATE_ARTIFACT_DIGEST } =
  process.env;
const [, program = '', ...rest] = process.argv;
const start = {
  environment: STARTED_IN,
  component: STARTED_AS,
  program: [basename(program), ...rest].join(' '),
  version: TIDEGATE_VERSION ?? null,
  digest: TIDEGATE_ARTIFACT_DIGEST ?? null,
};
const record = openSync(STARTS_FILE, 'a');
writeSync(record, `${JSON.stringify(start)}\n`);
fsyncSync(record);
closeSync(record);
