import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentOf, runCli } from '../support/cli/run-cli.ts';

const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** Something that listens, and is no Tidegate. */
async function listening(...handler: Parameters<typeof createServer>[1][]): Promise<string> {
  const server = createServer(...handler.filter((each) => each !== undefined));
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function nobodyListens(): Promise<string> {
  const url = await listening();
  servers.pop()?.close();
  return url;
}

const asked = (url: string, ...args: readonly string[]) =>
  runCli(['list', '--url', url, ...args], { env: { TIDEGATE_TOKEN: 'some' } });

test('says that no server answers, what to do, and ends with 4', async () => {
  const url = await nobodyListens();
  const { code, out, errors } = await asked(url);
  expect([code, out]).toEqual([4, '']);
  expect(errors).toContain(`No Tidegate answers at ${url}: nothing listens there.`);
  expect(errors).toContain('Start it with `npm start`');
  const document = await asked(url, '--json');
  expect([document.code, JSON.parse(document.errors)]).toEqual([
    4,
    expect.objectContaining({ kind: 'ServerAway' }),
  ]);
});

test('waits no longer than it is told for a server that is silent', async () => {
  const url = await listening(() => {});
  const { code, errors } = await asked(url, '--timeout', '0.5');
  expect([code, errors]).toEqual([4, expect.stringContaining('did not answer in time')]);
});

test('knows what is no Tidegate, and shows the token to no other server', async () => {
  const met: (string | undefined)[] = [];
  const other = await listening((request, response) => {
    met.push(request.headers.authorization);
    response.end('{}');
  });
  const url = await listening((_request, response) => {
    response.writeHead(302, { location: other }).end('moved');
  });
  const { code, errors } = await asked(url);
  expect([code, errors]).toEqual([1, expect.stringContaining('answered 302 Found')]);
  expect(met).toEqual([]);
});

test('lets no answer steer the terminal', async () => {
  const release = {
    release: 'evil',
    title: '',
    state: 'waiting',
    stage: null,
    services: ['\u001b]0;title\u0007\u001b[2J'],
    waitingFor: ['\u202Eback'],
    updatedAt: '2026-01-01T00:00:00Z',
  };
  const page = { releases: [release], nextPageToken: null };
  const url = await listening((_request, response) => {
    response.end(JSON.stringify(page));
  });
  const { out } = await asked(url);
  expect(out).toContain('evil');
  for (const hidden of ['\u001b', '\u0007', '\u202E']) expect(out).not.toContain(hidden);
  expect(documentOf(await asked(url, '--json'))).toMatchObject({ releases: [{ release: 'evil' }] });
});

test('leaves no part of an archive behind when the server breaks off', async () => {
  const url = await listening((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/gzip' });
    response.write('the beginning', () => response.destroy());
  });
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-away-'));
  const order = ['evidence', 'shop', '--url', url, '-o', join(folder, 'shop.tar.gz')];
  const { code } = await runCli(order, { env: { TIDEGATE_TOKEN: 'some' } });
  expect([code, readdirSync(folder)]).toEqual([4, []]);
  rmSync(folder, { recursive: true });
});

test('knows its commands and options, and tells what was typed wrongly', async () => {
  const unknown = await runCli(['lits']);
  expect([unknown.code, unknown.out]).toEqual([2, '']);
  expect(unknown.errors).toMatch(/unknown command 'lits'\n\(Did you mean list\?\)/);
  expect((await runCli(['list', '--colour'])).code).toBe(2);
  expect((await runCli(['command', 'x', 'explode', '-r', 'x'])).code).toBe(2);
  expect((await runCli(['list', '--url', 'ftp://x'])).code).toBe(2);
  const missing = await runCli(['plan', 'nothing.yaml', '--as', 'erin']);
  expect([missing.code, missing.errors]).toEqual([2, expect.stringContaining('nothing.yaml')]);
  const help = await runCli(['--help']);
  expect([help.code, help.out]).toEqual([0, expect.stringContaining('Exit codes:')]);
});

test('completes commands, subcommands and choices, with a script for each shell', async () => {
  const complete = async (...words: readonly string[]) =>
    (await runCli(['complete', '--', ...words])).out.split('\n').map((line) => line.split('\t')[0]);
  expect(await complete('appr')).toEqual(expect.arrayContaining(['approve', 'approvals']));
  expect(await complete('uat', '')).toEqual(expect.arrayContaining(['verdict', 'defect']));
  expect(await complete('command', 'shop', 'with')).toContain('withdraw');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await runCli(['completion', shell]);
    expect([code, out]).toEqual([0, expect.stringContaining('tidegate complete --')]);
  }
});
