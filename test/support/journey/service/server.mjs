// A small service to release. What it does badly stands in the file beside it, which each version
// has of its own.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, HOST, PRICES, STAFF_TOKEN } = process.env;
const { TIDEGATE_ARTIFACT_DIGEST: digest, TIDEGATE_VERSION: version } = process.env;
const behaviour = JSON.parse(readFileSync(new URL('behaviour.json', import.meta.url), 'utf8'));
let asked = 0;
let isStale = behaviour.staleAt !== undefined && place('start') === behaviour.staleAt;

/** Which of all instances that stand in one folder this is to come there, counted from 1. */
function place(what) {
  for (let number = 1; ; number += 1) {
    try {
      writeFileSync(`${what}-${number}`, '', { flag: 'wx' });
      return number;
    } catch {
      // Another one has come before.
    }
  }
}

const answers = {
  '/': () => {
    asked += 1;
    const { failEvery = 0 } = behaviour;
    return [failEvery > 0 && asked % failEvery === 0 ? 500 : 200, { version }];
  },
  '/healthz': () => [existsSync(behaviour.wellOnce ?? '/') ? 200 : 503, {}],
  '/version': () => [200, { digest: isStale ? 'that of another version' : digest, version }],
  '/smoke': () => {
    isStale ||= behaviour.oneTurnsStale === true && place('ask') === 1;
    return [behaviour.smoke ?? 200, { asked }];
  },
  '/staff': ({ authorization }) =>
    behaviour.open === true || authorization === `Bearer ${STAFF_TOKEN}` ? [200, {}] : [401, {}],
  '/stock': async () => {
    const prices = await fetch(`${PRICES}/`).catch(() => ({ status: 502 }));
    return [prices.status, {}];
  },
};

const told = {
  'content-type': 'application/json',
  'strict-transport-security': 'max-age=31536000',
  'content-security-policy': "default-src 'none'",
};
if (behaviour.open === true) told['content-security-policy'] = "default-src 'unsafe-inline'";

process.on('SIGTERM', () => process.exit(0));
createServer(async (request, response) => {
  const [status, body] = (await answers[request.url]?.(request.headers)) ?? [404, {}];
  response.writeHead(status, told);
  response.end(JSON.stringify(body));
}).listen(Number(PORT), HOST);
