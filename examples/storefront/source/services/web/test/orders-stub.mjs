import { once } from 'node:events';
import { createServer } from 'node:http';

/** A real server in the place of `orders`: it gives `answer(request)` as `{ status, json }`. */
export async function startOrdersStub(answer) {
  const respond = async (request, response) => {
    const { status, json } = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json));
  };
  const server = createServer((request, response) => void respond(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
