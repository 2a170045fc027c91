import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundPart } from '../../../activities/ports/forensics.ts';
import { createLocalForensics } from '../../../adapters/forensics/local.ts';
import { createFakeTools } from '../../support/fakes/fake-tools.ts';

let root: string;
const tools = createFakeTools(() => new Date());
const settings = {
  command: ['node', 'server.mjs'],
  env: { DATABASE_URL: 'postgres://shop:geheim@127.0.0.1/shop', API_TOKEN: 't0ps3cret' },
};
const order = { environment: 'production', component: 'orders', deployer: 'fake', settings };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'forensics-'));
  const place = join(root, 'production/orders');
  await mkdir(join(place, 'logs'), { recursive: true });
  await writeFile(join(place, 'logs/0.log'), 'connecting with geheim\nrefused: t0ps3cret\n');
  await writeFile(join(place, 'logs/notes.txt'), 'no log');
  const slots = [
    { slot: 0, process: { pid: process.pid } },
    { slot: 1, process: { pid: 999999 } },
  ];
  await writeFile(join(place, 'place.json'), JSON.stringify({ current: { slots, settings } }));
});
afterEach(() => rm(root, { recursive: true }));

async function collect(traffic = tools.traffic) {
  const forensics = createLocalForensics({ roots: [root], deployer: tools.deployer, traffic });
  const found = await forensics.collect(order, AbortSignal.timeout(5_000));
  return new Map(found.map((part) => [part.part, part]));
}

const contentOf = (part: FoundPart | undefined) =>
  part !== undefined && 'content' in part ? part.content : null;

test('keeps the ends of logs, metrics, configuration and state, and no secret', async () => {
  const found = await collect();
  expect(contentOf(found.get('logs'))).toMatchObject([
    { file: join(root, 'production/orders/logs/0.log'), tail: expect.stringContaining('refused') },
  ]);
  expect(contentOf(found.get('metrics'))).toMatchObject({
    processes: [
      { pid: process.pid, status: { VmRSS: expect.stringMatching(/ kB$/) } },
      { pid: 999999, status: null },
    ],
  });
  expect(contentOf(found.get('configuration'))).toMatchObject({
    deployer: 'fake',
    settings: { command: settings.command },
  });
  expect(contentOf(found.get('state'))).toMatchObject({
    deployment: { current: { version: '1.0.0' } },
    places: [{ current: { slots: [{ slot: 0 }, { slot: 1 }] } }],
  });
  const everything = JSON.stringify([...found.values()]);
  for (const secret of ['geheim', 't0ps3cret']) expect(everything).not.toContain(secret);
});

test('says what is missing, and keeps the rest', async () => {
  const away = async () => {
    throw new Error('the gateway is away');
  };
  const found = await collect({ ...tools.traffic, counters: away });
  expect(found.get('metrics')).toEqual({ part: 'metrics', missing: 'the gateway is away' });
  expect(contentOf(found.get('logs'))).not.toBeNull();
});
