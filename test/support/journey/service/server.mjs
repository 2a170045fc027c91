// A small service to release. What it does badly stands in the file beside it, which each version
// has of its own.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, HOST, PRICES, STAFF_TOKEN } = process.env;
const { TIDEGATE_ARTIFACT_DIGEST: digest, TIDEGATE_VERSION: version } = process.env;
const behaviour = JSON.parse(readFileSync(new URL('behaviour.json', import.meta.url), 'utf8'));
let asked = 0;
let isStale = false;

/** Of all instances that stand in one folder, one is the first to ask. */
function isFirst() {
  try {
    writeFileSync('first', '', { flag: 'wx' });
    return true;
  } catch {
    return false;
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
    isStale ||= behaviour.oneTurnsStale === true && isFirst();
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
createServer((request, response) => {
  const answer = answers[request.url] ?? (() => [404, {}]);
  void Promise.resolve(answer(request.headers)).then(([status, body]) => {
    response.writeHead(status, told);
    response.end(JSON.stringify(body));
  });
}).listen(Number(PORT), HOST);
