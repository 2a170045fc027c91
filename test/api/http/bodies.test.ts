import { gzipSync } from 'node:zlib';
import request from 'supertest';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { problemOf } from '../../support/api/problem.ts';
import { releaseDocument } from '../../support/api/test-documents.ts';

let stage: ApiStage;
let erin: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage();
  erin = await stage.person('erin');
});
afterAll(() => stage.close());

const json = (text: string, path = '/v1/plans') =>
  erin.sendText('post', path, 'application/json', text);

describe('a body', () => {
  test('of 5 MB is refused before it is parsed, with its length announced or not', async () => {
    const text = `{"a":"${'x'.repeat(5_000_000)}"}`;
    const announced = await json(text);
    expect(problemOf(announced)).toMatchObject({ status: 413, code: 'body-too-large' });
    const chunked = request(stage.app)
      .post('/v1/plans')
      .set('Authorization', `Bearer ${erin.token}`)
      .set('Content-Type', 'application/json')
      .set('Transfer-Encoding', 'chunked');
    chunked.write(text);
    expect(problemOf(await chunked)).toMatchObject({ status: 413 });
  });

  test('of just under a megabyte is read', async () => {
    const text = JSON.stringify({ a: 'x'.repeat(990_000) });
    expect(problemOf(await json(text)).code).toBe('invalid-document');
  });

  test('of 10,000 levels is refused at once, closed or not', async () => {
    const open = '['.repeat(10_000);
    const texts = [open, `${open}${']'.repeat(10_000)}`, '{"a":'.repeat(10_000)];
    const begun = Date.now();
    for (const path of ['/v1/plans', '/v1/releases', '/v1/plans/diff']) {
      for (const text of texts) {
        expect(problemOf(await json(text, path))).toMatchObject({ status: 400, code: 'too-deep' });
      }
    }
    expect(Date.now() - begun).toBeLessThan(5_000);
  });

  test('of 10,000 levels is refused as YAML too', async () => {
    const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const answer = await erin.sendText('post', '/v1/plans', 'application/yaml', text);
    expect(problemOf(answer)).toMatchObject({ status: 422, errors: [{ code: 'too-deep' }] });
  });

  test.each([
    ['{"a": 1,\n "b" 2}', 2, 6],
    ['{a: 1}', 1, 2],
    ['{"a": 1} x', 1, 10],
    ['{"a": 1,}', 1, 9],
    ['["one", // two\n]', 1, 9],
    ['', 1, 1],
  ])('that is not JSON is refused with its place: %j', async (text, line, column) => {
    expect(problemOf(await json(text))).toMatchObject({
      status: 400,
      code: 'malformed-json',
      errors: [{ line, column, remedy: expect.any(String) }],
    });
  });
});

describe('the text of a body', () => {
  test('with a NUL or half of a surrogate pair is refused with its place', async () => {
    for (const bad of ['\\u0000', '\\ud800']) {
      const answer = await json(`{"metadata":{"name":"a${bad}"}}`);
      expect(problemOf(answer)).toMatchObject({
        status: 400,
        code: 'invalid-text',
        errors: [{ pointer: '/metadata/name' }],
      });
    }
  });

  test('with a NUL is refused in a document too, and in a query', async () => {
    const text = 'metadata: { name: a, title: "\\0" }\napiVersion: tidegate.dev/v1\nkind: Release';
    const rest = JSON.stringify(releaseDocument('nul').spec);
    const yaml = `${text}\nspec: ${rest}`;
    const answer = await erin.sendText('post', '/v1/plans', 'application/yaml', yaml);
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'invalid-text' });
    const forged = Buffer.from('["2026-01-01","\\u0000"]').toString('base64url');
    for (const query of ['q=%00', `pageToken=${forged}`, 'team=%00']) {
      expect(problemOf(await erin.get(`/v1/releases?${query}`)).status).toBe(400);
    }
  });

  test('that is not UTF-8 is refused', async () => {
    const answer = await request(stage.app)
      .post('/v1/plans')
      .set('Authorization', `Bearer ${erin.token}`)
      .set('Content-Type', 'application/json')
      .serialize((bytes: unknown) => bytes as string)
      .send(Buffer.from([0x22, 0xff, 0x22]));
    expect(problemOf(answer)).toMatchObject({ status: 415 });
  });

  test('that is compressed is refused and not unpacked', async () => {
    const answer = await request(stage.app)
      .post('/v1/plans')
      .set('Authorization', `Bearer ${erin.token}`)
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', 'gzip')
      .serialize((bytes: unknown) => bytes as string)
      .send(gzipSync('{}'));
    expect(problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  test('of another media type is refused with those that are read', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const problem = problemOf(await erin.sendText('post', '/v1/plans', type, 'a=b'));
      expect(problem).toMatchObject({ status: 415, detail: expect.stringContaining(type) });
      expect(problem.detail).toContain('application/yaml');
    }
  });

  test('with keys of JavaScript itself changes nothing', async () => {
    const text = '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"x": 1}}}';
    expect(problemOf(await json(text)).status).toBe(422);
    expect(problemOf(await json(text, '/v1/releases')).status).toBe(422);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('a body that is not as described', () => {
  test('is refused with every wrong place, the nearest name and a remedy', async () => {
    const body = { planDigets: 'sha256:1', spec: {} };
    const problem = problemOf(await erin.post('/v1/releases', body).expect(422));
    expect(problem.code).toBe('invalid-body');
    expect(problem.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'missing-key', pointer: '/planDigest' }),
        expect.objectContaining({
          code: 'unknown-key',
          pointer: '/planDigets',
          remedy: expect.stringContaining('`planDigest`'),
        }),
      ]),
    );
  });
});
