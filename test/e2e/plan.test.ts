import { WorkflowNotFoundError } from '@temporalio/client';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { members, shopCatalog, shopRelease } from '../support/journey/documents.ts';
import { useJourney } from '../support/journey/journey.ts';
import { query } from '../support/journey/ledger-rows.ts';
import type { ProblemAnswer } from '../support/journey/person.ts';
import { componentNames } from '../support/journey/repository.ts';
import { installPolicy, wholePolicy } from '../support/journey/whole-policy.ts';

type Compiled = { readonly plan: ReleasePlan; readonly digest: string };

const shop = useJourney(({ apply }) => apply(installPolicy, wholePolicy));

const whole = (name: string, spec: object = {}) =>
  shopRelease(
    {
      name,
      policy: 'whole',
      version: '1.0.0',
      environments: ['production'],
      components: componentNames,
    },
    { ...spec },
  );

/** Asks the database and Temporal whether anything of that name has begun. */
async function hasBegun(name: string): Promise<boolean> {
  const { databaseUrl, temporal } = shop.journey;
  const tables = ['plans', 'ledger', 'release_projection'];
  const counts = tables.map((table) => `select 1 from ${table} where release = $1`);
  const rows = await query(databaseUrl, counts.join(' union all '), [name]);
  const running = await temporal.client.workflow
    .getHandle(`release-${name}`)
    .describe()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    });
  return rows.length > 0 || running !== null;
}

test('shows all that will happen, the same each time, and starts nothing', async () => {
  const erin = await shop.journey.person('erin');
  const first = await erin.post<Compiled>('/v1/plans', whole('shown'));
  const second = await erin.post<Compiled>('/v1/plans', whole('shown'));
  expect(first.status).toBe(200);
  const { plan, digest } = first.body;
  expect([second.body.plan, second.body.digest]).toEqual([plan, digest]);
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(plan.stages.map(({ id }) => id)).toEqual([
    'build',
    'package',
    'gates',
    'staging/promote',
    'staging/deploy',
    'staging/validate',
    'staging/uat',
    'production/promote',
    'production/approval',
    'production/window',
    'production/announce',
    'production/checklist',
    'production/deploy',
    'production/smoke',
    'production/canary',
    'production/validate',
    'production/stabilize',
    'review',
  ]);
  const deploy = plan.stages.find(({ id }) => id === 'production/deploy');
  expect(deploy).toMatchObject({ waves: [['schema'], ['prices'], ['shop']] });
  for (const { accountable, responsible } of plan.stages) {
    expect(accountable).toBe('rita');
    expect(responsible.length).toBeGreaterThan(0);
  }
  expect(plan.rollback?.decisionTimeMs).toBe(30_000);
  expect(await hasBegun('shown')).toBe(false);
});

test('names every problem at once, with place and remedy, and starts nothing', async () => {
  const erin = await shop.journey.person('erin');
  const document = {
    ...whole('broken', {
      accountable: 'nobody',
      components: [
        { service: 'shop', version: '1.0.0' },
        { service: 'shopp', version: '1.0.0' },
      ],
      rollback: null,
    }),
  };
  const { status, body } = await erin.post<ProblemAnswer>('/v1/plans', document);
  expect([status, body.code]).toEqual([422, 'plan-does-not-compile']);
  const places = body.errors.map(({ pointer }) => pointer);
  expect(places).toEqual(
    expect.arrayContaining([
      '/spec/accountable',
      '/spec/components/1/service',
      '/spec/rollback/owner',
      '/spec/rollback/runbook',
    ]),
  );
  const dangling = body.errors.find(({ pointer }) => pointer === '/spec/components/1/service');
  expect(`${dangling?.message} ${dangling?.remedy}`).toMatch(/`shopp`.*`shop`/);
  for (const { remedy } of body.errors) expect(remedy).toMatch(/\w/);
  const start = { spec: document, planDigest: `sha256:${'0'.repeat(64)}` };
  expect((await erin.post('/v1/releases', start)).status).toBe(422);
  expect(await hasBegun('broken')).toBe(false);
});

test('refuses an unknown key with the path and the nearest known key', async () => {
  const erin = await shop.journey.person('erin');
  const document = whole('typo', { rolback: {} });
  const { status, body } = await erin.post<ProblemAnswer>('/v1/plans', document);
  expect(status).toBe(422);
  const [unknown] = body.errors.filter(({ pointer }) => pointer === '/spec/rolback');
  expect(`${unknown?.message} ${unknown?.remedy}`).toContain('`rollback`');
});

test('asks for every part of the way back above the lowest class', async () => {
  const erin = await shop.journey.person('erin');
  const rollback = { owner: 'opal', criteria: [], runbook: ['Go back.'] };
  const { status, body } = await erin.post<ProblemAnswer>(
    '/v1/plans',
    whole('no-way', { rollback }),
  );
  expect(status).toBe(422);
  expect(body.errors.map(({ pointer }) => pointer).toSorted()).toEqual([
    '/spec/rollback/communication',
    '/spec/rollback/criteria',
    '/spec/rollback/timeToDecide',
    '/spec/rollback/timeToRestore',
  ]);
});

test('refuses a catalog with a cycle, and a policy with nobody responsible', async () => {
  const { person, repository, stateFolder } = shop.journey;
  const rita = await person('rita');
  const folders = { repository: repository.path, tool: stateFolder };
  const catalog = shopCatalog(folders);
  const circular = catalog.text.replace('"dependsOn": []', '"dependsOn": ["shop"]');
  const documents = [{ ...catalog, text: circular }];
  const cycle = await rita.put<ProblemAnswer>('/v1/catalog', { documents });
  expect(cycle.status).toBe(422);
  expect(cycle.body.errors.map(({ message }) => message)).toEqual([
    'The services `prices`, `schema`, `shop` depend on each other in a circle.',
  ]);
  const text = installPolicy.text.replaceAll('"operations"', '"nobodies"');
  const hole = await rita.put<ProblemAnswer>('/v1/catalog', {
    documents: [{ ...installPolicy, text }],
  });
  expect(hole.status).toBe(422);
  expect(hole.body.errors.map(({ pointer }) => pointer)).toEqual(
    ['staging', 'production'].map(
      (name) => `/spec/classes/normal/environments/${name}/responsible`,
    ),
  );
  const idle = shopCatalog(folders, { ...members, operations: [] });
  const empty = await rita.put<ProblemAnswer>('/v1/catalog', { documents: [idle] });
  expect(empty.status).toBe(422);
  expect(empty.body.errors.map(({ code, file }) => ({ code, file }))).toContainEqual({
    code: 'too-few-members',
    file: 'applied Policy whole',
  });
});

test('makes no plan in which a stage has nobody to carry it out', async () => {
  const { person, regroup } = shop.journey;
  await regroup({ ...members, developers: [] });
  const erin = await person('erin');
  const { status, body } = await erin.post<ProblemAnswer>('/v1/plans', whole('hole'));
  expect(status).toBe(422);
  expect(body.errors.map(({ code, message }) => ({ code, message }))).toEqual([
    {
      code: 'nobody-responsible',
      message: expect.stringMatching(/`developers` has no members.*`production\/deploy`/),
    },
  ]);
  await regroup(members);
});

test('starts only the plan that was seen, and a name only once', async () => {
  const { apply, person, begin } = shop.journey;
  const erin = await person('erin');
  const spec = whole('seen', { policy: 'install' });
  const { body: seen } = await erin.post<Compiled>('/v1/plans', spec);
  const looser = installPolicy.text.replace('"window": false', '"window": true');
  await apply({ ...installPolicy, text: looser });
  const stale = await erin.post<ProblemAnswer>('/v1/releases', { spec, planDigest: seen.digest });
  expect([stale.status, stale.body.code]).toEqual([409, 'stale-plan']);
  expect(await hasBegun('seen')).toBe(false);
  await begin(spec);
  expect(await hasBegun('seen')).toBe(true);
  const other = whole('seen', { policy: 'install', accountable: 'mona' });
  const { body: plan } = await erin.post<Compiled>('/v1/plans', other);
  const taken = await erin.post<ProblemAnswer>('/v1/releases', {
    spec: other,
    planDigest: plan.digest,
  });
  expect([taken.status, taken.body.code]).toEqual([409, 'name-taken']);
  const diff = await erin.post<{ differences: { pointer: string; part: string }[] }>(
    '/v1/plans/diff',
    { before: { release: 'seen' }, after: { spec: other } },
  );
  expect(diff.body.differences.map(({ pointer }) => pointer)).toContain('/accountable');
});

test('refuses names and versions that the policy does not allow, each at its place', async () => {
  const { apply, person } = shop.journey;
  const erin = await person('erin');
  const { name, text } = installPolicy;
  const naming = { versions: { calver: 'YYYY.0M.MICRO' }, releases: ['shop-*'], artifacts: ['s*'] };
  const strict = JSON.parse(text) as { spec: object };
  const apart = JSON.stringify({ ...strict, spec: { ...strict.spec, naming } });
  await apply({ name, text: apart });
  const { status, body } = await erin.post<ProblemAnswer>(
    '/v1/plans',
    whole('misnamed', { policy: 'install' }),
  );
  expect(status).toBe(422);
  expect(body.errors.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
    'name-pattern /metadata/name',
    'version-scheme /spec/components/0/version',
    'name-pattern /spec/components/1/service',
    'version-scheme /spec/components/1/version',
    'version-scheme /spec/components/2/version',
  ]);
  expect(body.errors[1]?.remedy).toContain('CalVer as `YYYY.0M.MICRO`');
  const components = [{ service: 'shop', version: '2026.05.1' }];
  const fine = await erin.post('/v1/plans', whole('shop-may', { policy: 'install', components }));
  expect(fine.status).toBe(200);
  await apply(installPolicy);
  const usual = await erin.post<ProblemAnswer>(
    '/v1/plans',
    whole('shop-may', { policy: 'install', components }),
  );
  expect(usual.body.errors.map(({ code }) => code)).toEqual(['version-scheme']);
});
