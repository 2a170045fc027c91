import { randomUUID } from 'node:crypto';
import { initialState } from '../../../domain/release/state.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, aReleaseName, openApiStage } from '../../support/api/api-stage.ts';
import { planOf, viewOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import { releaseDocument } from '../../support/api/test-documents.ts';

let stage: ApiStage;
let erin: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage();
  erin = await stage.person('erin');
});
afterAll(() => stage.close());

/** What `POST /v1/releases` takes, for a name that nobody has used. */
async function aRequest(spec: Readonly<Record<string, unknown>> = {}, name = aReleaseName()) {
  const document = releaseDocument(name, spec);
  const { digest } = planOf(await erin.post('/v1/plans', document).expect(200));
  return { name, body: { spec: document, planDigest: digest } };
}

const isRunning = (name: string): Promise<boolean> =>
  stage.temporal.client.workflow
    .getHandle(`release-${name}`)
    .describe()
    .then(({ status }) => status.name === 'RUNNING')
    .catch(() => false);

describe('POST /v1/releases', () => {
  test('starts the workflow of its name with a sealed plan, and says where to read', async () => {
    const { name, body } = await aRequest();
    const answer = await erin.post('/v1/releases', body).expect(201);
    expect(answer.headers.location).toBe(`/v1/releases/${name}`);
    expect(answer.body).toMatchObject({ release: name, planDigest: body.planDigest });
    expect(await isRunning(name)).toBe(true);
    const sealed = await erin.get(`/v1/releases/${name}/plan`).expect(200);
    expect(sealed.body).toMatchObject({ planDigest: body.planDigest, requestedBy: erin.subject });
    const view = viewOf(await erin.get(`/v1/releases/${name}`).expect(200));
    expect(view).toMatchObject({ state: 'starting', seq: 0, blockers: [] });
  });

  test('takes the document as the text of its file too', async () => {
    const { name, body } = await aRequest();
    const text = JSON.stringify(body.spec, null, 2);
    await erin.post('/v1/releases', { ...body, spec: text }).expect(201);
    // It is the same request, however it is written.
    await erin.post('/v1/releases', body).expect(200);
    expect(await isRunning(name)).toBe(true);
  });

  test('is one release, however often and at once the same request comes', async () => {
    const { name, body } = await aRequest();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => erin.post('/v1/releases', body)),
    );
    const made = answers.filter(({ status }) => status === 201);
    const repeated = answers.filter(({ status }) => status === 200);
    expect([made.length, repeated.length]).toEqual([1, 19]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await isRunning(name)).toBe(true);
  });

  test('finishes what a crash between the claim and the start has left', async () => {
    const { name, body } = await aRequest();
    const crash = () => Promise.reject(new Error('killed'));
    const app = stage.appWith({ releases: { ...stage.releases, start: crash } });
    expect(problemOf(await erin.at(app).post('/v1/releases', body)).status).toBe(500);
    expect(await isRunning(name)).toBe(false);
    await erin.post('/v1/releases', body).expect(200);
    expect(await isRunning(name)).toBe(true);
  });

  test('never starts a release again that is closed', async () => {
    const { body } = await aRequest();
    await erin.post('/v1/releases', body).expect(201);
    const start = jest.fn(async () => {});
    const closed = { ...initialState(), seq: 9, phase: 'closed' as const };
    const records = { ...stage.records, state: async () => closed };
    const app = stage.appWith({ records, releases: { ...stage.releases, start } });
    await erin.at(app).post('/v1/releases', body).expect(200);
    expect(start).not.toHaveBeenCalled();
  });
});

describe('a start that is refused', () => {
  const nothingStarted = async (name: string) => {
    expect(await stage.records.sealed(name)).toBeNull();
    expect(await isRunning(name)).toBe(false);
  };

  test('with a digest that is not the plan’s names the current one', async () => {
    const { name, body } = await aRequest();
    const planDigest = `sha256:${'0'.repeat(64)}`;
    const answer = await erin.post('/v1/releases', { ...body, planDigest }).expect(409);
    expect(problemOf(answer)).toMatchObject({
      code: 'stale-plan',
      currentPlanDigest: body.planDigest,
    });
    await nothingStarted(name);
  });

  test('after the catalog has changed, although the caller saw the plan before', async () => {
    const { name, body } = await aRequest();
    const applied = await stage.records.catalog();
    if (applied === null) throw new Error('The stage has a catalog.');
    const { catalog } = applied;
    const services = catalog.services.map((service) => ({ ...service, description: 'New.' }));
    const apply = (document: typeof catalog) =>
      stage.records.applyFiles([{ kind: 'Catalog', name: 'shop', document }], 'test');
    await apply({ ...catalog, services });
    const answer = await erin.post('/v1/releases', body).expect(409);
    expect(problemOf(answer).code).toBe('stale-plan');
    await nothingStarted(name);
    await apply(catalog);
  });

  test('under a used name with other content, or by another person', async () => {
    const { name, body } = await aRequest();
    await erin.post('/v1/releases', body).expect(201);
    const components = [{ service: 'payments', version: '2.0.1' }];
    const other = await aRequest({ components }, name);
    const taken = await erin.post('/v1/releases', other.body).expect(409);
    expect(problemOf(taken).code).toBe('name-taken');
    const rita = await stage.person('rita');
    expect(problemOf(await rita.post('/v1/releases', body).expect(409)).code).toBe('name-taken');
    const sealed = await erin.get(`/v1/releases/${name}/plan`);
    expect(sealed.body).toMatchObject({ planDigest: body.planDigest, requestedBy: erin.subject });
  });

  test('that does not compile names every place inside the body', async () => {
    const name = aReleaseName();
    const spec = releaseDocument(name, {
      accountable: 'reta',
      components: [{ service: 'payment', version: '2.0.0' }],
    });
    const planDigest = `sha256:${'0'.repeat(64)}`;
    const problem = problemOf(await erin.post('/v1/releases', { spec, planDigest }).expect(422));
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/spec/spec/accountable', '/spec/spec/components/0/service']),
    );
    await nothingStarted(name);
  });
});

describe('an Idempotency-Key', () => {
  test('is one request: the same again is harmless, and another one is refused', async () => {
    const key = randomUUID();
    const { body } = await aRequest();
    const send = (sent: object, by = erin) =>
      by.post('/v1/releases', sent).set('Idempotency-Key', key);
    const first = await send(body).expect(201);
    const again = await send(body).expect(200);
    expect(again.body).toEqual(first.body);
    const other = await aRequest();
    const answer = await send(other.body).expect(422);
    expect(problemOf(answer).code).toBe('idempotency-key-reused');
    expect(await stage.records.sealed(other.name)).toBeNull();
    // Another person's keys are their own.
    const rita = await stage.person('rita');
    await send(other.body, rita).expect(201);
  });

  test('that is none is refused', async () => {
    const { body } = await aRequest();
    for (const key of ['a b', 'x'.repeat(201)]) {
      const answer = await erin.post('/v1/releases', body).set('Idempotency-Key', key);
      expect(problemOf(answer)).toMatchObject({ status: 400, code: 'invalid-request' });
    }
  });
});
