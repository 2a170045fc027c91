import request from 'supertest';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';

let stage: ApiStage;
beforeAll(async () => {
  stage = await openApiStage([]);
});
afterAll(() => stage.close());

describe('GET /openapi.json', () => {
  test('describes every address to everybody, before anything is applied', async () => {
    const { body } = await request(stage.app).get('/openapi.json').expect(200);
    expect(body).toMatchObject({
      openapi: expect.stringMatching(/^3\.1\./),
      paths: { '/livez': { get: {} }, '/v1/plans': { post: {} } },
    });
  });
});
