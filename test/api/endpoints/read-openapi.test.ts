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
    expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/livez', '/v1/plans', '/v1/releases/{release}/decisions']),
    );
  });
});
