import { Client, Connection } from '@temporalio/client';
import request from 'supertest';
import { createReleaseClient } from '../../../api/release-client.ts';
import { createRecords } from '../../../records/index.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, aReleaseName, openApiStage } from '../../support/api/api-stage.ts';
import { planOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import { releaseDocument } from '../../support/api/test-documents.ts';

let stage: ApiStage;
let erin: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage();
  erin = await stage.person('erin');
});
afterAll(() => stage.close());

describe('an address', () => {
  test('that does not exist is a problem, with and without a token', async () => {
    for (const path of ['/', '/v1', '/v1/nothing', '/v1/releases/', '/admin', '/v1/PLANS']) {
      expect(problemOf(await erin.get(path))).toMatchObject({ status: 404, code: 'not-found' });
      expect(problemOf(await request(stage.app).get(path)).status).toBe(404);
    }
  });

  test('of a release that does not exist, or that can be the name of none, is 404', async () => {
    for (const name of ['no-such', 'NO', '%00', '..%2f..%2fetc', 'a'.repeat(300), '%F0%9F']) {
      const { status, code } = problemOf(await erin.get(`/v1/releases/${name}`));
      expect([status, code]).toEqual(
        name === 'no-such' ? [404, 'unknown-release'] : [name === '%F0%9F' ? 400 : 404, code],
      );
    }
  });

  test('with an unknown, repeated or wrong parameter is refused with its name', async () => {
    for (const [query, name] of [
      ['stat=waiting', 'stat'],
      ['state=a&state=b', 'state'],
      ['pageSize=0', 'pageSize'],
      ['pageSize=many', 'pageSize'],
      ['pageToken=nonsense', 'pageToken'],
      ['access_token=abc', 'access_token'],
    ]) {
      const problem = problemOf(await erin.get(`/v1/releases?${query}`).expect(400));
      expect(problem).toMatchObject({ code: 'invalid-request', errors: [{ pointer: `/${name}` }] });
    }
  });
});

describe('an answer', () => {
  test('carries the request id that was sent if it is sane, and another if it is not', async () => {
    const sane = await erin.get('/v1/nothing').set('X-Request-Id', 'trace-12345678');
    expect(problemOf(sane).traceId).toBe('trace-12345678');
    for (const id of ['a b', '<script>', 'x', 'x'.repeat(500)]) {
      const { traceId } = problemOf(await erin.get('/v1/nothing').set('X-Request-Id', id));
      expect(traceId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('has headers that forbid to run, frame, sniff or keep it', async () => {
    const { headers } = await erin.get('/v1/catalog');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('of the reference is a page whose scripts and styles all come from here', async () => {
    const page = await request(stage.app).get('/docs/').expect(200);
    expect(page.text).not.toMatch(/<script>|https?:\/\/(?!www\.w3\.org)/);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    const assets = [...page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => name);
    expect(assets.length).toBeGreaterThan(3);
    for (const name of assets) await request(stage.app).get(`/docs/${name}`).expect(200);
    await request(stage.app).get('/docs').expect('Location', '/docs/');
  });

  test('to something that nobody foresaw says nothing but its trace id', async () => {
    const catalog = () => Promise.reject(new Error('password=hunter2'));
    const app = stage.appWith({ records: { ...stage.records, catalog } });
    const answer = await erin.at(app).get('/v1/catalog');
    expect(problemOf(answer)).toMatchObject({ status: 500, code: 'unexpected' });
    expect(answer.text).not.toContain('hunter2');
    const line = stage.logged.find((text) => text.includes('hunter2'));
    expect(line).toContain(String(answer.headers['x-request-id']));
  });
});

describe('the log', () => {
  test('has a line for each request: its id and release, no tokens, no queries', async () => {
    const answer = await erin.get('/v1/releases/some-release/plan?secret=1');
    const id = String(answer.headers['x-request-id']);
    const line = stage.logged.find((text) => text.includes(id)) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      requestId: id,
      release: 'some-release',
      req: { method: 'GET', path: '/v1/releases/some-release/plan' },
      res: { status: 400 },
    });
    expect(stage.logged.join('')).not.toContain(erin.token);
    expect(stage.logged.join('')).not.toContain('secret=1');
  });
});

describe('too many requests', () => {
  test('of one person are answered 429 with the time to wait, and others go on', async () => {
    const app = stage.appWith({ rateLimits: { perActorPerMinute: 3, refusedPerMinute: 100 } });
    const at = erin.at(app);
    for (let sent = 0; sent < 3; sent += 1) await at.get('/v1/services').expect(200);
    const answer = await at.get('/v1/services');
    expect(problemOf(answer)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    await (await stage.person('cora')).at(app).get('/v1/services').expect(200);
  });

  test('with tokens that do not count are answered 429, and those that count go on', async () => {
    const app = stage.appWith({ rateLimits: { perActorPerMinute: 100, refusedPerMinute: 3 } });
    const guess = () => request(app).get('/v1/services').set('Authorization', 'Bearer guess');
    for (let sent = 0; sent < 3; sent += 1) await guess().expect(401);
    expect(problemOf(await guess()).status).toBe(429);
    await erin.at(app).get('/v1/services').expect(200);
  });
});

describe('when Temporal does not answer', () => {
  const connection = Connection.lazy({ address: '127.0.0.1:9' });
  const releases = createReleaseClient(new Client({ connection }));
  afterAll(() => connection.close());

  test('a start is refused with 503, and its name stays free', async () => {
    const spec = releaseDocument(aReleaseName());
    const planned = await erin.post('/v1/plans', spec).expect(200);
    const body = { spec, planDigest: planOf(planned).digest };
    const answer = await erin.at(stage.appWith({ releases })).post('/v1/releases', body);
    expect(problemOf(answer)).toMatchObject({ status: 503, code: 'engine-away' });
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    await erin.post('/v1/releases', body).expect(201);
  });

  test('the API is alive and not ready, and says which part is away', async () => {
    const app = stage.appWith({ releases });
    await request(app).get('/livez').expect(200);
    const answer = await request(app).get('/readyz').expect(503);
    expect(answer.body).toMatchObject({ checks: { postgresql: 'ok', temporal: 'away' } });
    await request(stage.app).get('/readyz').expect(200);
  });
});

describe('when PostgreSQL does not answer', () => {
  test('every request is refused with 503, and the API is alive and not ready', async () => {
    const records = createRecords('postgres://nobody:x@127.0.0.1:9/none');
    const app = stage.appWith({ records });
    const answer = await erin.at(app).get('/v1/catalog');
    expect(problemOf(answer)).toMatchObject({ status: 503, code: 'records-away' });
    await request(app).get('/livez').expect(200);
    const ready = await request(app).get('/readyz').expect(503);
    expect(ready.body).toMatchObject({ checks: { postgresql: 'away', temporal: 'ok' } });
    await records.close();
  });
});
