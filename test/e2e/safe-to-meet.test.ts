import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  members,
  quietEnvironment,
  shopCatalog,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { componentNames } from '../support/journey/repository.ts';
import { credentialsOf } from '../support/journey/servers.ts';
import { createAuthority } from '../support/tls/authority.ts';
import { type Edge, startEdge } from '../support/tls/start-edge.ts';
import { trust } from '../support/tls/trust.ts';

const secret = 'open-sesame-to-the-staff-room';
const wellFile = 'prices-are-well';

const checksAt = (url: string, other: string) => [
  { check: 'tls', name: 'certificate', url: other, validFor: '14d' },
  {
    check: 'headers',
    name: 'browsers',
    url: `${url}/`,
    strictTransport: '180d',
    require: [{ header: 'Content-Security-Policy', lacks: ["'unsafe-inline'"] }],
  },
  { check: 'identity', name: 'staff', url: `${url}/staff`, value: 'Bearer {credential.probe}' },
  { check: 'downstream', name: 'prices', component: 'shop', through: '/stock' },
];

const asking = {
  command: ['node', 'server.mjs'],
  startTimeoutMs: 5_000,
  env: { PRICES: '{origin.prices}', STAFF_TOKEN: '{credential.probe}' },
};

const edges: Edge[] = [];
const authority = createAuthority();
const trusted = trust(authority.certificate);
afterAll(async () => {
  trusted.forget();
  authority.close();
  for (const edge of edges) await edge.close();
});

const shop = useJourney(async (journey) => {
  const { repository, stateFolder, originOf } = journey;
  const wellOnce = join(stateFolder, wellFile);
  repository.version('2.0.0', { wellOnce });
  repository.version('2.1.0', { wellOnce, open: true });
  writeFileSync(wellOnce, '');
  writeFileSync(credentialsOf(journey), JSON.stringify({ lab: { probe: secret } }));
  const signed = authority.sign('localhost', 30);
  const open = () => startEdge(signed, () => originOf('lab', 'shop'));
  const [first, second] = [await open(), await open()];
  edges.push(first, second);
  const folders = { repository: repository.path, tool: join(stateFolder, 'tool') };
  const validate = checksAt(first.url, second.url);
  await journey.apply(
    shopCatalog(folders, members, {}, { settings: asking }),
    shopPolicy('safe', { lab: quietEnvironment({ validate }) }),
  );
});

const begin = (name: string, version: string, components: readonly string[]) =>
  shop.journey.begin(shopRelease({ name, policy: 'safe', version, components }));

test('lets users stay with a version that is safe to meet and reaches what it needs', async () => {
  const release = await begin('safe', '2.0.0', componentNames);
  expect(await release.review()).toMatchObject({ outcome: 'released', rollback: null });
  const judged = await release.facts('gate.judged');
  const checks = judged.filter(({ stage }) => stage === 'lab/validate');
  expect(checks.map(({ gate, verdict }) => [gate, verdict])).toEqual([
    ['certificate', 'pass'],
    ['browsers', 'pass'],
    ['staff', 'pass'],
    ['prices', 'pass'],
  ]);
  expect(checks.every(({ evidence }) => evidence !== null)).toBe(true);
});

test('takes it back where it is not, says all that is wrong, and keeps no secret', async () => {
  const { stateFolder } = shop.journey;
  edges[1]?.show(authority.sign('localhost', -1));
  rmSync(join(stateFolder, wellFile));
  const release = await begin('unsafe', '2.1.0', ['shop']);
  const closed = await release.review();
  expect(closed.outcome).toBe('rolled-back');
  const judged = await release.facts('gate.judged');
  const checks = judged.filter(({ stage }) => stage === 'lab/validate');
  expect(checks).toMatchObject([
    { gate: 'certificate', verdict: 'fail', reason: expect.stringContaining('CERT_HAS_EXPIRED') },
    { gate: 'browsers', verdict: 'fail', reason: expect.stringContaining("says `'unsafe-inl") },
    { gate: 'staff', verdict: 'fail', reason: expect.stringContaining('lets in who says noth') },
    { gate: 'prices', verdict: 'fail', reason: expect.stringContaining('/healthz answers 503') },
  ]);
  const folder = join(stateFolder, 'evidence');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const kept = files.filter((each) => each.isFile());
  const texts = kept.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
  expect(texts.join()).toContain('CERT_HAS_EXPIRED');
  expect(texts.join()).not.toContain(secret);
});
