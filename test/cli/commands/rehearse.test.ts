import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { runCli } from '../../support/cli/run-cli.ts';
import { useTemporaryFolder } from '../../support/files/temporary-folder.ts';

const folder = useTemporaryFolder();

const account = {
  startAt: '2026-01-02T15:00:00Z',
  endAt: '2026-01-02T15:00:21Z',
  outcome: { ended: 'closed', result: 'rolled-back', reason: 'The canary failed.' },
  lines: [],
  waiting: [],
};
const self = '/v1/rehearsals/1';
const running = { rehearsal: '1', state: 'running', account: null, links: { self } };

/** Stands where the API stands, whose own rehearsals test/integration/rehearsal.test.ts plays. */
async function rehearse(
  answer: (request: IncomingMessage) => Promise<{ status: number; body: object }>,
) {
  const server = createServer((request, response: ServerResponse) => {
    void answer(request).then(({ status, body }) =>
      response.writeHead(status).end(JSON.stringify(body)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const file = join(folder.path, 'release.yaml');
  writeFileSync(file, 'kind: Release\n');
  const mishaps = ['--fail', 'canary', '--fail', 'rollback', '--nobody', 'cab'];
  const closed = ['--closed', 'fri 16:00/mon 08:00', '--url', `http://127.0.0.1:${port}`];
  try {
    const env = { TIDEGATE_TOKEN: 'some' };
    return await runCli(['rehearse', file, ...mishaps, ...closed], { env });
  } finally {
    server.close();
  }
}

test('waits for a long rehearsal, and ends with 1 when it would not be released', async () => {
  const asked: unknown[] = [];
  const { code, out } = await rehearse(async (request) => {
    if (request.method === 'GET') {
      return { status: 200, body: { ...running, state: 'done', account } };
    }
    asked.push([request.url, await json(request)]);
    return { status: 202, body: running };
  });
  expect([code, out]).toEqual([1, expect.stringContaining('It would end rolled-back:')]);
  const mishaps = {
    fail: ['canary', 'rollback'],
    nobody: ['cab'],
    closed: ['fri 16:00/mon 08:00'],
  };
  expect(asked).toEqual([['/v1/rehearsals', { spec: 'kind: Release\n', mishaps }]]);
});

test('says that a server offers no rehearsals', async () => {
  const problem = { code: 'not-found', detail: 'Nothing.', errors: [], status: 404, traceId: 't' };
  const { code, errors } = await rehearse(async () => ({ status: 404, body: problem }));
  expect([code, errors]).toEqual([1, expect.stringMatching(/offers no rehearsals.*trace t/s)]);
});
