// A version behind the gateway. It counts what really reached it, for whoever asks it directly.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [version] = process.argv.slice(2);
const seen = { requests: 0, headers: {} };
let well = true;

const paths = {
  '/': async () => [200, version],
  '/slow': async () => {
    await sleep(1_000);
    return [200, version];
  },
  '/slower': async () => {
    await sleep(2_500);
    return [200, version];
  },
  '/fails': async () => [500, version],
  '/healthz': async () => [well ? 200 : 503, version],
  '/sicken': async () => {
    well = false;
    return [200, version];
  },
  '/seen': async () => [200, JSON.stringify(seen)],
};

async function respond(request, response) {
  const isForUsers = !['/seen', '/healthz', '/sicken'].includes(request.url);
  if (isForUsers) {
    seen.requests += 1;
    seen.headers = request.headers;
  }
  if (request.url === '/breaks') {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    await sleep(50);
    response.destroy();
    return;
  }
  if (request.url === '/echo') {
    response.setHeader('keep-alive', 'timeout=5, secret=1');
    request.pipe(response);
    return;
  }
  const [status, body] = (await paths[request.url]?.()) ?? [404, 'nothing here'];
  response.writeHead(status, { 'x-version': version });
  response.end(body);
}

const server = createServer((request, response) => void respond(request, response));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
