import {
  anApproval,
  quietEnvironment,
  shopPolicy,
  shopRelease,
} from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';

const shop = useJourney(({ apply }) =>
  apply(shopPolicy('asking', { lab: quietEnvironment({ approvals: [anApproval('cab')] }) })),
);

const order = (name: string) => shopRelease({ name, policy: 'asking', version: '1.0.0' });

/** Sends a start with a key, as a script does that is not sure whether it was heard. */
async function startWithKey(name: string, key: string) {
  const erin = await shop.journey.person('erin');
  const spec = order(name);
  const { body: plan } = await erin.post<{ digest: string }>('/v1/plans', spec);
  return fetch(`${shop.journey.origin}/v1/releases`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${erin.token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({ spec, planDigest: plan.digest }),
  });
}

test('starts a release once, however often the same request is sent', async () => {
  const answers = [];
  for (let time = 0; time < 3; time += 1) answers.push(await startWithKey('once', 'a-key'));
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 200]);
  await shop.journey.release('once').untilBlocked('lab/cab');
  const text = `select count(*)::int as count from ledger
    where release = 'once' and content->'event'->>'type' = 'release.started'`;
  expect(await query(shop.journey.databaseUrl, text)).toEqual([{ count: 1 }]);
  const other = await startWithKey('another', 'a-key');
  expect(other.status).toBe(422);
  expect(other.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await other.json()).toMatchObject({
    code: 'idempotency-key-reused',
    remedy: expect.stringMatching(/\w/),
    traceId: expect.stringMatching(/\w/),
  });
});

test('lists every release once, page by page, while others begin', async () => {
  const { begin, person } = shop.journey;
  for (const name of ['page-1', 'page-2', 'page-3']) {
    await (await begin(order(name))).until('has begun', ({ seq }) => seq > 0);
  }
  const nora = await person('nora');
  type Page = { releases: { release: string }[]; nextPageToken: string | null };
  const seen: string[] = [];
  for (let token: string | null = ''; token !== null; ) {
    const next: string = token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`;
    const { body } = await nora.get<Page>(`/v1/releases?q=page-&pageSize=1${next}`);
    seen.push(...body.releases.map(({ release }) => release));
    if (seen.length === 1) await begin(order('page-4'));
    token = body.nextPageToken;
  }
  expect(seen).toEqual(['page-3', 'page-2', 'page-1']);
});

test('refuses by name a key or a parameter that it does not know', async () => {
  const erin = await shop.journey.person('erin');
  const start = { spec: order('misspelt'), planDigset: `sha256:${'0'.repeat(64)}` };
  const body = await erin.post<ProblemAnswer>('/v1/releases', start);
  expect([body.status, body.body.errors]).toMatchObject([
    422,
    expect.arrayContaining([
      expect.objectContaining({
        pointer: '/planDigset',
        remedy: expect.stringContaining('Did you mean `planDigest`?'),
      }),
    ]),
  ]);
  const misspelt = await erin.get<ProblemAnswer>('/v1/releases?servise=shop');
  expect([misspelt.status, misspelt.body.errors[0]?.pointer]).toEqual([400, '/servise']);
  const token = await erin.get<ProblemAnswer>('/v1/releases?pageToken=bm9uZQ');
  expect([token.status, token.body.remedy]).toEqual([400, expect.stringMatching(/\w/)]);
});

test('describes itself, says whether it is ready, and lets nobody in without a token', async () => {
  const { origin } = shop.journey;
  const document = (await (await fetch(`${origin}/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  const described = Object.keys(document.paths).filter((path) => path.startsWith('/v1/'));
  expect(described.length).toBeGreaterThan(15);
  expect((await fetch(`${origin}/livez`)).status).toBe(200);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  for (const path of described.filter((each) => each !== '/v1/dev/tokens')) {
    for (const method of Object.keys(document.paths[path] ?? {})) {
      const url = `${origin}${path.replaceAll(/\{\w+\}/g, 'once')}`;
      const { status } = await fetch(url, { method: method.toUpperCase() });
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  }
});
