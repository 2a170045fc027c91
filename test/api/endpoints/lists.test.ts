import request from 'supertest';
import type { ReleaseFact } from '../../../domain/release/event.ts';
import type { ApiPerson } from '../../support/api/api-person.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { bodyOf } from '../../support/api/body.ts';
import { problemOf } from '../../support/api/problem.ts';
import { startRelease } from '../../support/api/running-release.ts';

let stage: ApiStage;
let nora: ApiPerson;
const releases: string[] = [];
beforeAll(async () => {
  stage = await openApiStage();
  nora = await stage.person('nora');
  for (const day of [1, 2, 3]) {
    const release = await startRelease(stage);
    await stage.records.appendFacts(release, [startedOn(day)]);
    releases.unshift(release);
  }
});
afterAll(() => stage.close());

function startedOn(day: number): ReleaseFact {
  return {
    seq: 1,
    at: `2026-11-0${day}T00:00:00.000Z`,
    event: {
      type: 'release.started',
      planDigest: 'sha256:0',
      name: 'shop',
      title: `Shop of day ${day}`,
      releaseClass: 'normal',
      requestedBy: 'p-1',
      services: ['payments', `service-${day}`],
      environments: ['staging'],
      stages: [],
    },
  };
}

type Page = { releases: { release: string }[]; nextPageToken: string | null };
const page = async (query: string): Promise<Page> =>
  JSON.parse((await nora.get(`/v1/releases?${query}`).expect(200)).text) as Page;
const named = ({ releases: listed }: Page) => listed.map(({ release }) => release);

describe('GET /v1/releases', () => {
  test('lists the newest first, page by page', async () => {
    const first = await page('pageSize=2');
    expect(named(first)).toEqual(releases.slice(0, 2));
    const last = await page(`pageSize=2&pageToken=${first.nextPageToken}`);
    expect(named(last)).toEqual(releases.slice(2));
    expect(last.nextPageToken).toBeNull();
  });

  test('filters by state, service, environment, team and text', async () => {
    expect(named(await page('service=service-2'))).toEqual([releases[1]]);
    expect(named(await page('q=day%203'))).toEqual([releases[0]]);
    for (const query of ['state=running', 'environment=staging', 'team=engineers']) {
      expect(named(await page(query))).toHaveLength(3);
    }
    for (const query of ['state=released', 'environment=production', 'team=cab', 'q=100%25']) {
      expect(named(await page(query))).toEqual([]);
    }
  });
});

describe('GET /v1/ledger/verify', () => {
  test('tells an auditor that the chain of one release, or of all, holds', async () => {
    const audra = await stage.person('audra');
    const one = await audra.get(`/v1/ledger/verify?release=${releases[0]}`).expect(200);
    expect(one.body).toMatchObject({ holds: true, findings: [{ entries: 1, damages: [] }] });
    const all = await audra.get('/v1/ledger/verify').expect(200);
    expect(bodyOf(all).findings).toHaveLength(3);
    const unknown = await audra.get('/v1/ledger/verify?release=no-such');
    expect(problemOf(unknown).status).toBe(404);
  });

  test('says it when something is damaged', async () => {
    const audra = await stage.person('audra');
    const release = releases[0] ?? '';
    const damage = { kind: 'edited' as const, release, position: 1, reason: 'It was edited.' };
    const verifyRelease = async () => ({
      ...(await stage.records.verifyRelease(release)),
      damages: [damage],
    });
    const app = stage.appWith({ records: { ...stage.records, verifyRelease } });
    const answer = await audra.at(app).get(`/v1/ledger/verify?release=${release}`).expect(200);
    expect(answer.body).toMatchObject({ holds: false, findings: [{ damages: [damage] }] });
  });
});

describe('POST /v1/dev/tokens', () => {
  const ask = (body: object) => request(stage.app).post('/v1/dev/tokens').send(body);

  test('gives a person of the catalog a token for twelve hours, by pseudonym', async () => {
    const answer = await ask({ person: 'rita' }).expect(201);
    const { token, subject, expiresAt } = bodyOf(answer);
    expect(subject).toBe((await stage.person('rita')).subject);
    expect(String(subject)).not.toContain('rita');
    const hours = (Date.parse(String(expiresAt)) - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(12, 1);
    const bearer = `Bearer ${String(token)}`;
    await request(stage.app).get('/v1/catalog').set('Authorization', bearer).expect(200);
  });

  test('gives nothing to somebody whom the catalog does not know', async () => {
    const problem = problemOf(await ask({ person: 'mallory' }));
    expect(problem).toMatchObject({ status: 404, code: 'unknown-person' });
    expect(problemOf(await ask({ person: 'Robert; drop' })).status).toBe(422);
    expect(problemOf(await ask({})).status).toBe(422);
  });
});
