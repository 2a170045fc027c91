import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { bodyOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';

let stage: ApiStage;
let rita: ApiPerson;
beforeAll(async () => {
  stage = await openApiStage();
  rita = await stage.person('rita');
});
afterAll(() => stage.close());

const folder = fileURLToPath(new URL('../../../examples/storefront/', import.meta.url));
const names = ['catalog.yaml', 'policy.yaml', 'calendar.yaml'];
const documents = () =>
  names.map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
const changed = (name: string, from: string, to: string) =>
  documents().map((file) =>
    file.name === name ? { name, text: file.text.replace(from, to) } : file,
  );
const digest = async () => bodyOf(await rita.get('/v1/catalog').expect(200)).digest;

describe('PUT /v1/catalog', () => {
  test('shows in a dry run what it would change, and changes nothing', async () => {
    const before = await digest();
    const answer = await rita.put('/v1/catalog?dryRun=true', { documents: documents() });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      dryRun: true,
      documents: [
        { kind: 'Catalog', change: 'changed', version: null },
        { kind: 'Policy', name: 'storefront', change: 'added' },
        { kind: 'Calendar', name: 'storefront', change: 'added' },
      ],
    });
    expect(await digest()).toBe(before);
  });

  test('refuses a catalog that leaves an applied policy without its groups', async () => {
    const [catalog] = changed('catalog.yaml', 'id: cab', 'id: board');
    const problem = problemOf(await rita.put('/v1/catalog', { documents: [catalog] }).expect(422));
    expect(problem.errors).toMatchObject([
      { file: 'applied Policy shop', remedy: expect.stringContaining('`board`') },
    ]);
  });

  test('names file, line and column of every wrong place, and applies nothing', async () => {
    const before = await digest();
    const wrong = changed('catalog.yaml', 'kind: Catalog', 'kind: Catalog\ncolour: red');
    const problem = problemOf(await rita.put('/v1/catalog', { documents: wrong }).expect(422));
    expect(problem.errors).toMatchObject([
      { code: 'unknown-key', file: 'catalog.yaml', line: 5, column: 1, pointer: '/colour' },
    ]);
    expect(await digest()).toBe(before);
  });

  test('refuses missing owners, cycles and dangling references with their places', async () => {
    const owner = changed('catalog.yaml', 'owner: developers', 'owner: developer');
    const missing = problemOf(await rita.put('/v1/catalog', { documents: owner }).expect(422));
    expect(missing.errors).toContainEqual(
      expect.objectContaining({
        file: 'catalog.yaml',
        pointer: '/spec/services/0/owner',
        remedy: expect.stringContaining('`developers`'),
        line: expect.any(Number),
      }),
    );
    const cycle = changed(
      'catalog.yaml',
      '{ name: dev }',
      '{ name: dev, promotesFrom: production }',
    );
    const turning = problemOf(await rita.put('/v1/catalog', { documents: cycle }).expect(422));
    expect(turning.errors.map(({ code }) => code)).toContain('environment-cycle');
  });
});

describe('files to apply', () => {
  test('are refused when a document comes twice, or when one holds a release', async () => {
    const [catalog] = documents();
    const twice = [catalog, { ...catalog, name: 'again.yaml' }];
    const problem = problemOf(await rita.put('/v1/catalog', { documents: twice }).expect(422));
    expect(problem.errors).toMatchObject([{ code: 'duplicate-document', file: 'again.yaml' }]);
    const text = readFileSync(`${folder}release-2.0.0.yaml`, 'utf8');
    const release = { documents: [{ name: 'release.yaml', text }] };
    const refused = problemOf(await rita.put('/v1/catalog', release).expect(422));
    expect(refused.errors).toMatchObject([{ code: 'wrong-kind', file: 'release.yaml' }]);
  });

  test('come as one YAML text too, with lines of the whole text', async () => {
    const calendar = documents().find(({ name }) => name === 'calendar.yaml')?.text ?? '';
    const other = calendar.replace('name: storefront', 'name: other');
    const text = `${calendar}---\n${other.replace('owner: management', 'owner: managemen')}`;
    const answer = await rita.sendText('put', '/v1/catalog', 'application/yaml', text);
    const problem = problemOf(answer);
    expect(problem.status).toBe(422);
    const line = text.split('\n').findIndex((each) => each.endsWith('owner: managemen')) + 1;
    expect(problem.errors).toContainEqual(
      expect.objectContaining({ file: 'document 2', line, pointer: '/spec/entries/1/owner' }),
    );
  });
});

describe('people who apply at once', () => {
  const calendarOf = (id: string) => ({
    apiVersion: 'tidegate.dev/v1',
    kind: 'Calendar',
    metadata: { name: 'race' },
    spec: {
      entries: [
        { id, kind: 'freeze', title: 'Race', start: '2031-01-01T00:00:00Z', owner: 'engineers' },
      ],
    },
  });

  test('get a version each, of which the last one counts and none is a mixture', async () => {
    const answers = await Promise.all(
      ['race-1', 'race-2', 'race-3', 'race-4', 'race-5', 'race-6'].map((id) => {
        const text = JSON.stringify(calendarOf(id));
        return rita.put('/v1/catalog', { documents: [{ name: 'race.yaml', text }] });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const versions = answers.flatMap((answer) => bodyOf(answer).documents as { version: number }[]);
    expect(new Set(versions.map(({ version }) => version)).size).toBe(answers.length);
    const entries = bodyOf(await rita.get('/v1/calendar/entries')).entries as { id: string }[];
    expect(entries.filter(({ id }) => id.startsWith('race-'))).toHaveLength(1);
  });
});

describe('an API without a catalog', () => {
  test('takes the first one with what refers to it, and again changes nothing', async () => {
    const empty = await openApiStage([]);
    const everyone = { subject: 'p-operator', roles: ['admin'], expiresAt: new Date(8.64e15) };
    const verifyToken = async () => everyone;
    const app = empty.appWith({ auth: { devIssuer: null, verifyToken, roleGroups: {} } });
    const operator = rita.at(app);
    expect(problemOf(await operator.get('/v1/catalog'))).toMatchObject({ code: 'no-catalog' });
    const policyFirst = { documents: documents().slice(1) };
    const refused = problemOf(await operator.put('/v1/catalog', policyFirst));
    expect(refused).toMatchObject({ status: 409, code: 'no-catalog' });
    const first = await operator.put('/v1/catalog', { documents: documents() }).expect(200);
    expect(first.body).toMatchObject({
      documents: [{ version: 1 }, { version: 1 }, { version: 1 }],
    });
    const again = await operator.put('/v1/catalog', { documents: documents() }).expect(200);
    const changes = (bodyOf(again).documents as { change: string }[]).map(({ change }) => change);
    expect(changes).toEqual(['unchanged', 'unchanged', 'unchanged']);
    const applied = await operator.get('/v1/catalog').expect(200);
    expect(applied.body).toMatchObject({ policies: ['storefront'], calendars: ['storefront'] });
    const services = await operator.get('/v1/services').expect(200);
    expect(services.body).toMatchObject({
      services: expect.arrayContaining([expect.objectContaining({ name: 'web' })]),
    });
    await empty.close();
  });
});
