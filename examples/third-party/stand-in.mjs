import { parseArgs } from 'node:util';

const USAGE = `Usage: stand-in.mjs --url ORIGIN [--expect-version VERSION]

Uses mountebank as a team would: asks which version it is, lets it stand in for a service, asks that
service, and takes it away again. Prints what it saw; exits 0 when all was well and 1 when not.`;

const REQUEST_TIMEOUT_MS = 5_000;
const ANSWER = 'The partner says hello.';

function readSettings() {
  const options = { url: { type: 'string' }, 'expect-version': { type: 'string' } };
  const { values } = parseArgs({ options });
  const url = URL.parse(values.url ?? '');
  if (!url) throw new Error('--url must be the origin of mountebank.');
  return { origin: url.origin, expectedVersion: values['expect-version'] };
}

async function ask(url, expectedStatus, init = {}) {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  const text = await response.text();
  if (response.status === expectedStatus) return text;
  throw new Error(`${url} answered ${response.status} instead of ${expectedStatus}: ${text}`);
}

/** Resolves to one line on what was seen. */
async function standIn({ origin, expectedVersion }) {
  const { version } = JSON.parse(await ask(`${origin}/config`, 200));
  if (expectedVersion !== undefined && version !== expectedVersion) {
    throw new Error(`Version ${version} answers where ${expectedVersion} was expected.`);
  }
  const stubs = [{ responses: [{ is: { body: ANSWER } }] }];
  const body = JSON.stringify({ protocol: 'http', stubs });
  const headers = { 'content-type': 'application/json' };
  const made = await ask(`${origin}/imposters`, 201, { method: 'POST', headers, body });
  const { port } = JSON.parse(made);
  try {
    const said = await ask(`http://127.0.0.1:${port}`, 200);
    if (said !== ANSWER) throw new Error(`The stand-in says "${said}".`);
  } finally {
    await ask(`${origin}/imposters/${port}`, 200, { method: 'DELETE' });
  }
  return `mountebank ${version} stood in for a service`;
}

let settings;
try {
  settings = readSettings();
} catch (error) {
  process.stderr.write(`stand-in: ${error.message}\n\n${USAGE}\n`);
  process.exit(2);
}
try {
  process.stdout.write(`${await standIn(settings)}\n`);
} catch (error) {
  process.stdout.write(`${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
