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

const yaml = [
  'apiVersion: tidegate.dev/v1',
  'kind: Release',
  'metadata: { name: shop-yaml }',
  'spec:',
  '  policy: shop',
  '  accountable: rita',
  '  environments: [staging]',
  '  components:',
  '    - { service: payment, version: 2.0.0 }',
  '    - { service: payments, version: 2.0.0, colour: red }',
].join('\n');

describe('POST /v1/plans', () => {
  test('shows everything that a release would do, with its digest and a forecast', async () => {
    const answer = await erin.post('/v1/plans', releaseDocument('shop-a')).expect(200);
    expect(answer.body).toMatchObject({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      plan: { name: 'shop-a', environments: ['staging'] },
      forecast: { windows: [{ environment: 'staging', open: true, nextOpen: null }] },
    });
    const kinds = planOf(answer).plan.stages.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['build', 'package', 'approval', 'deploy']));
  });

  test('gives the same digest for the same release as JSON and as YAML', async () => {
    const document = releaseDocument('shop-b');
    const json = await erin.post('/v1/plans', document).expect(200);
    const text = JSON.stringify(document, null, 2);
    const asYaml = await erin.sendText('post', '/v1/plans', 'application/yaml', text).expect(200);
    expect(planOf(asYaml).digest).toBe(planOf(json).digest);
  });

  test('reads JSON that is indented with tabs', async () => {
    const text = JSON.stringify(releaseDocument('shop-c'), null, '\t');
    const answer = await erin.sendText('post', '/v1/plans', 'application/json', text);
    expect(answer.status).toBe(200);
  });
});

describe('a release that is wrong', () => {
  test('names line, column, nearest name and remedy of an unknown key', async () => {
    const answer = await erin.sendText('post', '/v1/plans', 'application/yaml', yaml).expect(422);
    expect(problemOf(answer)).toMatchObject({
      code: 'invalid-document',
      errors: [{ code: 'unknown-key', pointer: '/spec/components/1/colour', line: 10, column: 44 }],
    });
  });

  test('names line, column and nearest name of every dangling reference at once', async () => {
    const text = yaml.replace(', colour: red', '').replace('rita', 'reta');
    const answer = await erin.sendText('post', '/v1/plans', 'application/yaml', text).expect(422);
    const problem = problemOf(answer);
    expect(problem.code).toBe('plan-does-not-compile');
    expect(problem.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: '/spec/accountable', line: 6, column: 16 }),
        expect.objectContaining({
          pointer: '/spec/components/0/service',
          line: 9,
          remedy: expect.stringContaining('`payments`'),
        }),
      ]),
    );
  });

  test('names the nearest policy for one that was not applied', async () => {
    const document = releaseDocument('shop-d', { policy: 'shopp' });
    const problem = problemOf(await erin.post('/v1/plans', document).expect(422));
    const remedy = expect.stringContaining('Did you mean `shop`');
    expect(problem.errors).toMatchObject([
      { code: 'unknown-policy', pointer: '/spec/policy', line: 1, remedy },
    ]);
  });
});

describe('a plan', () => {
  test('starts and keeps nothing', async () => {
    const name = aReleaseName();
    await erin.post('/v1/plans', releaseDocument(name)).expect(200);
    await expect(stage.records.sealed(name)).resolves.toBeNull();
    problemOf(await erin.get(`/v1/releases/${name}`).expect(404));
  });

  test('says that a catalog has to come first where there is none', async () => {
    const app = stage.appWith({ records: { ...stage.records, catalog: async () => null } });
    const answer = await erin.at(app).post('/v1/plans', releaseDocument('shop-e')).expect(409);
    expect(problemOf(answer)).toMatchObject({ code: 'no-catalog' });
  });
});

describe('POST /v1/plans/diff', () => {
  test('shows what differs between two releases', async () => {
    const before = { spec: releaseDocument('shop-f') };
    const components = [{ service: 'payments', version: '2.1.0' }];
    const after = { spec: releaseDocument('shop-f', { components }) };
    const answer = await erin.post('/v1/plans/diff', { before, after }).expect(200);
    const change = { change: 'changed', before: '2.0.0', after: '2.1.0' };
    const differences = expect.arrayContaining([expect.objectContaining(change)]);
    expect(answer.body).toEqual({ differences });
  });

  test('says on which side a document is wrong', async () => {
    const before = { spec: releaseDocument('shop-g') };
    const after = { spec: releaseDocument('shop-g', { colour: 'red' }) };
    const answer = await erin.post('/v1/plans/diff', { before, after }).expect(422);
    expect(problemOf(answer).errors).toMatchObject([{ pointer: '/after/spec/spec/colour' }]);
  });
});
