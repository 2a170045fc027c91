// A small service to deploy. It writes each of its own starts to a file, as proof that does not
// come from the deployer.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, HOST, STARTS_FILE, BEHAVIOUR, TIDEGATE_ARTIFACT_DIGEST, TIDEGATE_VERSION } =
  process.env;
appendFileSync(STARTS_FILE, `${TIDEGATE_VERSION} ${process.pid}\n`, { flush: true });

if (BEHAVIOUR === 'ends') {
  console.error(`cannot work with the password ${process.env.PASSWORD}`);
  process.exit(1);
}
process.on('SIGTERM', () => {
  if (BEHAVIOUR !== 'ignores-sigterm') process.exit(0);
});

const digest = BEHAVIOUR === 'lies' ? 'sha256:of-something-else' : TIDEGATE_ARTIFACT_DIGEST;
const answers = {
  '/': () => [200, { version: TIDEGATE_VERSION }],
  '/healthz': () => [BEHAVIOUR === 'never-well' ? 503 : 200, { status: BEHAVIOUR ?? 'well' }],
  '/version': () => [200, { digest, version: TIDEGATE_VERSION }],
};

createServer((request, response) => {
  const [status, body] = answers[request.url]?.() ?? [404, {}];
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(PORT), HOST);
