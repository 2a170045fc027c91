import request from 'supertest';
import { type Role, roles } from '../../../api/access/role.ts';
import { createVerifyToken } from '../../../api/access/verify-token.ts';
import type { Route } from '../../../api/route.ts';
import { routesOf } from '../../../api/router.ts';
import { type ApiStage, openApiStage } from '../../support/api/api-stage.ts';
import { problemOf } from '../../support/api/problem.ts';

let stage: ApiStage;
beforeAll(async () => {
  stage = await openApiStage();
});
afterAll(() => stage.close());

const routes = routesOf('embedded');
const closed = routes.filter(({ access }) => access !== 'public');
const addressOf = ({ path }: Route) => path.replaceAll(/\{\w+\}/g, 'something-8');
const send = (route: Route, token?: string, app = stage.app) => {
  const sent = request(app)[route.method](addressOf(route));
  return token === undefined ? sent : sent.set('Authorization', `Bearer ${token}`);
};

/** An API at which the caller has exactly these roles, and a token for it. */
async function holding(held: readonly Role[]) {
  const nora = await stage.person('nora');
  const { devIssuer } = stage;
  const verify = createVerifyToken(devIssuer);
  const verifyToken = async (token: string) => ({ ...(await verify(token)), roles: held });
  const app = stage.appWith({ auth: { devIssuer, verifyToken, roleGroups: {} } });
  return { app, token: nora.token };
}

describe('every route', () => {
  test('is open to everyone only where it is known to be', () => {
    const open = routes.filter(({ access }) => access === 'public').map(({ path }) => path);
    expect(open).toEqual(['/livez', '/readyz', '/metrics', '/openapi.json', '/v1/dev/tokens']);
    expect(closed.length).toBeGreaterThan(20);
  });

  test.each(closed)('$method $path is closed without a token', async (route) => {
    expect(problemOf(await send(route))).toMatchObject({ status: 401, code: 'token-missing' });
  });

  test.each(closed)('$method $path is closed to every other role', async (route) => {
    if (route.access === 'viewer') {
      // Everyone with a token is a viewer: past the door, the endpoint itself answers.
      const { app, token } = await holding([]);
      expect((await send(route, token, app)).body).not.toMatchObject({ code: 'role-missing' });
      return;
    }
    const { app, token } = await holding(roles.filter((role) => role !== route.access));
    const answer = await send(route, token, app);
    expect(problemOf(answer)).toMatchObject({ status: 403, rule: `role/${route.access}` });
  });

  test('answers other methods with those that it takes', async () => {
    const nora = await stage.person('nora');
    const answer = await nora.put('/v1/releases', {});
    expect(problemOf(answer)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers.allow).toBe('POST, GET');
  });
});

describe('roles', () => {
  test('that a group gives end when the person leaves it, not when the token does', async () => {
    const erin = await stage.person('erin');
    expect((await erin.post('/v1/plans', {})).status).toBe(422);
    const applied = await stage.records.catalog();
    if (applied === null) throw new Error('The stage has a catalog.');
    const { catalog } = applied;
    const groups = catalog.groups.map((group) => ({ ...group, members: [] }));
    const apply = (document: typeof catalog) =>
      stage.records.applyFiles([{ kind: 'Catalog', name: 'shop', document }], 'test');
    await apply({ ...catalog, groups });
    expect(problemOf(await erin.post('/v1/plans', {}))).toMatchObject({ rule: 'role/engineer' });
    await apply(catalog);
  });
});
