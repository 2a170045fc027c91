import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventAnswer } from '../../../cli/http/event-answer.ts';
import { aFact } from '../../support/cli/ledger-entries.ts';
import { documentsOf, runCli } from '../../support/cli/run-cli.ts';

const began = aFact(1, 'stage.started', { stage: 'build' });
const passed = aFact(2, 'stage.succeeded', { stage: 'build' });
const closed = aFact(3, 'release.closed', { outcome: 'released' });
const release = { release: 'shop', outcome: 'released' };

function send(response: ServerResponse, entries: readonly EventAnswer[]): void {
  for (const entry of entries) {
    response.write(
      `id: ${entry.position}\nevent: ${entry.sort}\ndata: ${JSON.stringify(entry)}\n\n`,
    );
  }
}

/** Watches at a server that answers one connection after the other in these ways. */
async function watch(...answers: readonly ((response: ServerResponse) => void)[]) {
  const lastEventIds: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    if (!request.url?.endsWith('/events')) return response.end(JSON.stringify(release));
    const answer = answers[lastEventIds.push(String(request.headers['last-event-id'])) - 1];
    return answer?.(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { TIDEGATE_TOKEN: 'some', TIDEGATE_URL: url };
  try {
    const [lines, documents] = [await runCli(['watch', 'shop'], { env }), lastEventIds.splice(0)];
    const programs = await runCli(['watch', 'shop', '--json'], { env });
    return { lines, programs, lastEventIds: documents };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('goes on after the last entry when a connection breaks, and shows nothing twice', async () => {
  const { lines, programs, lastEventIds } = await watch(
    (response) => {
      send(response, [began, passed]);
      setTimeout(() => response.destroy(), 100);
    },
    (response) => response.writeHead(503).end(),
    // One that pays no heed to where it was asked to begin.
    (response) => send(response, [passed, closed]),
  );
  expect(lastEventIds).toEqual(['0', '2', '2']);
  expect([lines.code, lines.out.split('\n').length]).toEqual([0, 4]);
  expect(lines.errors).toMatch(/^No Tidegate answers at .*connection broke.*\n.*is back/);
  expect(documentsOf(programs)).toEqual([began, passed, closed]);
});

test('does not ask again where it is no longer allowed to', async () => {
  const { lines, lastEventIds } = await watch(
    (response) => {
      send(response, [began]);
      setTimeout(() => response.destroy(), 100);
    },
    (response) => response.writeHead(401).end(),
  );
  expect([lines.code, lastEventIds]).toEqual([3, ['0', '1']]);
});
