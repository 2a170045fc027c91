import request from 'supertest';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { startRelease } from '../../support/api/running-release.ts';

let stage: ApiStage;
beforeAll(async () => {
  stage = await openApiStage();
});
afterAll(() => stage.close());

const metrics = () => request(stage.app).get('/metrics').expect(200);

test('anybody may read what the API measures, as Prometheus does', async () => {
  const { headers, text } = await metrics();
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toContain('process_cpu_seconds_total');
});

test('requests are counted by route, never by what they ask for', async () => {
  const release = await startRelease(stage);
  await request(stage.app).get(`/v1/releases/${release}`).expect(401);
  await request(stage.app).get('/no-such-place').expect(404);
  const { text } = await metrics();
  expect(text).toContain('{method="GET",route="/v1/releases/{release}",status="401"} 1');
  expect(text).toContain('{method="GET",route="none",status="404"} 1');
  expect(text).not.toContain(release);
  expect(text).not.toContain('no-such-place');
});
