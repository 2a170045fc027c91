import { writeFile } from 'node:fs/promises';
import { createHistogram, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const USAGE = `Usage: load.mjs --url ORIGIN [--rate 10] [--seconds 30] [--out FILE]

Sends requests to the web service at a steady rate: three times the page, then an order. Prints a
JSON summary when the time is over or on SIGTERM, and writes it to FILE as well.`;

const MOST_REQUESTS_PER_SECOND = 200;
const MOST_SECONDS = 3_600;
const MOST_OPEN_REQUESTS = 50;
const REQUEST_TIMEOUT_MS = 5_000;
const SKUS = ['mug', 'tote', 'notebook', 'poster'];

function readSettings(args) {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      rate: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '30' },
      out: { type: 'string' },
    },
  });
  return {
    origin: loopbackOrigin(values.url),
    rate: within('--rate', values.rate, MOST_REQUESTS_PER_SECOND),
    seconds: within('--seconds', values.seconds, MOST_SECONDS),
    out: values.out,
  };
}

/** Load belongs on this machine: whoever mistypes an address must not load a stranger's server. */
function loopbackOrigin(text) {
  const url = URL.parse(text ?? '');
  if (url?.protocol !== 'http:') throw new Error('--url must be an http:// origin.');
  if (!/^(127(\.\d+){3}|localhost|\[::1\])$/.test(url.hostname)) {
    throw new Error(`--url must be on this machine, such as http://127.0.0.1:4001: not ${text}.`);
  }
  return url.origin;
}

function within(option, text, most) {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new Error(`${option} must be a number above 0 and at most ${most}, not "${text}".`);
}

/** The requests repeat in a fixed pattern, so that two runs are alike. */
function nthRequest(origin, index) {
  if (index % 4 !== 3) return { url: origin, init: {}, expectedStatus: 200 };
  const sku = SKUS[Math.floor(index / 4) % SKUS.length];
  const body = JSON.stringify({ sku, quantity: 1 });
  return { url: `${origin}/orders`, init: { method: 'POST', body }, expectedStatus: 201 };
}

function createTally() {
  const latencyMicros = createHistogram();
  const versions = {};
  let requests = 0;
  let failures = 0;
  const percentileMs = (percentile) => latencyMicros.percentile(percentile) / 1_000;
  return {
    add({ ok, version, durationMs }) {
      requests += 1;
      if (!ok) failures += 1;
      if (version) versions[version] = (versions[version] ?? 0) + 1;
      latencyMicros.record(Math.max(1, Math.round(durationMs * 1_000)));
    },
    summary: () => ({
      requests,
      failures,
      p50Ms: requests === 0 ? null : percentileMs(50),
      p95Ms: requests === 0 ? null : percentileMs(95),
      versions,
    }),
  };
}

async function send({ url, init, expectedStatus }) {
  const startedAt = performance.now();
  let ok = false;
  let version = null;
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    version = response.headers.get('x-version');
    await response.arrayBuffer();
    ok = response.status === expectedStatus;
  } catch {
    // No answer is a failure without a version, and that is how it is counted.
  }
  return { ok, version, durationMs: performance.now() - startedAt };
}

async function generate({ origin, rate, seconds }, signal) {
  const tally = createTally();
  const open = new Set();
  const startedAt = performance.now();
  for (let index = 0; index < rate * seconds && !signal.aborted; index += 1) {
    const dueInMs = startedAt + (index * 1_000) / rate - performance.now();
    if (dueInMs > 0) await sleep(dueInMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    if (open.size >= MOST_OPEN_REQUESTS) await Promise.race(open);
    if (performance.now() - startedAt > seconds * 1_000) break;
    const request = send(nthRequest(origin, index)).then((result) => {
      tally.add(result);
      open.delete(request);
    });
    open.add(request);
  }
  await Promise.all(open);
  const lastedSeconds = Math.round((performance.now() - startedAt) / 100) / 10;
  return { url: origin, seconds: lastedSeconds, ...tally.summary() };
}

async function main(settings) {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
  const summary = await generate(settings, stop.signal);
  const line = `${JSON.stringify({ ...summary, stopped: stop.signal.aborted })}\n`;
  process.stdout.write(line);
  if (settings.out) await writeFile(settings.out, line);
}

let settings;
try {
  settings = readSettings(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`load: ${error.message}\n\n${USAGE}\n`);
  process.exit(2);
}
await main(settings);
