import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const USAGE = 'Usage: ask.mjs --url URL [--rate REQUESTS_PER_SECOND] [--seconds SECONDS]';
const MOST_REQUESTS_PER_SECOND = 200;
const MOST_SECONDS = 3_600;
const REQUEST_TIMEOUT_MS = 5_000;

function readSettings() {
  const text = (fallback) => ({ type: 'string', default: fallback });
  const options = { url: { type: 'string' }, rate: text('20'), seconds: text('30') };
  const { values } = parseArgs({ options });
  const url = URL.parse(values.url ?? '');
  // Whoever mistypes an address must not load a stranger's server.
  if (url?.hostname !== '127.0.0.1') throw new Error('--url must begin with http://127.0.0.1.');
  const rate = within('--rate', values.rate, MOST_REQUESTS_PER_SECOND);
  return { url, rate, seconds: within('--seconds', values.seconds, MOST_SECONDS) };
}

function within(option, text, most) {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new Error(`${option} must be a number above 0 and at most ${most}, not "${text}".`);
}

/** A failure is what the gateway counts; whoever asks goes on asking. */
async function ask(url) {
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const response = await fetch(url, { signal }).catch(() => null);
  await response?.arrayBuffer().catch(() => {});
}

async function askSteadily({ url, rate, seconds }) {
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    await Promise.all([ask(url), sleep(1_000 / rate)]);
  }
}

try {
  await askSteadily(readSettings());
} catch (error) {
  process.stderr.write(`ask: ${error.message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
