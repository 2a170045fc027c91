import { checkCatalog } from '../../../domain/plan/check-catalog.ts';
import { aResource } from '../../support/access/builders.ts';
import { aService } from '../../support/builders/plan.ts';
import { aCatalog } from '../../support/builders/plan-sources.ts';

describe('a catalog', () => {
  test('in which everything refers to something is accepted', () => {
    expect(checkCatalog(aCatalog())).toEqual([]);
  });

  test('with dangling references gets every problem at once, each with the nearest name', () => {
    const catalog = aCatalog({
      groups: [{ id: 'engineers', title: 'Engineers', members: ['erim'] }],
      environments: [{ name: 'production', promotesFrom: 'stagin', soakMs: 0 }],
      services: [{ ...aService('web', ['order']), owner: 'enginers' }, aService('orders')],
    });
    const problems = checkCatalog(catalog);
    expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['unknown-person', '/spec/groups/0/members/0'],
      ['unknown-environment', '/spec/environments/0/promotesFrom'],
      ['unknown-group', '/spec/services/0/owner'],
      ['unknown-service', '/spec/services/0/dependsOn/0'],
      ['unknown-environment', '/spec/services/0/deployments/staging'],
      ['unknown-environment', '/spec/services/1/deployments/staging'],
    ]);
    expect(problems[0]?.remedy).toContain('Did you mean `erin`?');
    expect(problems[2]?.remedy).toContain('Did you mean `engineers`?');
    expect(problems[3]?.remedy).toContain('Did you mean `orders`?');
  });

  test('which lets people in by groups that nobody knows gets each place', () => {
    const resource = { ...aResource, grantedBy: ['enginers'], revokedBy: ['nobody'] };
    const environments = [
      { name: 'staging', promotesFrom: null, soakMs: 0, access: [resource, resource] },
    ];
    const problems = checkCatalog(aCatalog({ environments, services: [] }));
    expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['duplicate-name', '/spec/environments/0/access/1/name'],
      ['unknown-group', '/spec/environments/0/access/0/grantedBy/0'],
      ['unknown-group', '/spec/environments/0/access/0/revokedBy/0'],
      ['unknown-group', '/spec/environments/0/access/1/grantedBy/0'],
      ['unknown-group', '/spec/environments/0/access/1/revokedBy/0'],
    ]);
  });

  test('in which one address stands for two names each of them but the first', () => {
    const people = [
      { id: 'ada', name: 'Ada', email: 'ada@x.org', aliases: ['a@x.org'] },
      { id: 'bo', name: 'Bo', email: 'ADA@x.org' },
    ];
    const bots = [{ name: 'updater', email: 'A@x.org' }];
    const problems = checkCatalog(aCatalog({ people, bots, groups: [], services: [] }));
    expect(problems.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['shared-address', '/spec/people/1/email'],
      ['shared-address', '/spec/bots/0/email'],
    ]);
    expect(problems[1]?.message).toContain('an address of `ada` already');
  });
});

describe('a catalog with a circle', () => {
  test('of dependencies names every member, and none that only leads there', () => {
    const services = [
      aService('shop', ['web']),
      aService('web', ['orders']),
      aService('orders', ['payments']),
      aService('payments', ['web']),
    ];
    const problems = checkCatalog(aCatalog({ services }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'dependency-cycle',
      message: 'The services `orders`, `payments`, `web` depend on each other in a circle.',
      pointer: '/spec/services/1/dependsOn',
    });
  });

  test('in which a service depends on itself has it of one', () => {
    const services = [aService('web', ['web'])];
    expect(checkCatalog(aCatalog({ services }))).toMatchObject([{ code: 'dependency-cycle' }]);
  });

  test('whose environments promote from each other in a circle is refused', () => {
    const environments = [
      { name: 'staging', promotesFrom: 'production', soakMs: 0 },
      { name: 'production', promotesFrom: 'staging', soakMs: 0 },
    ];
    const problems = checkCatalog(aCatalog({ environments }));
    expect(problems).toMatchObject([{ code: 'environment-cycle' }]);
    expect(problems[0]?.message).toContain('`production`, `staging`');
  });
});

describe('names in a catalog', () => {
  test('that has a name twice is refused at the second one', () => {
    const services = [aService('web'), aService('orders'), aService('web')];
    expect(checkCatalog(aCatalog({ services }))).toMatchObject([
      { code: 'duplicate-name', pointer: '/spec/services/2/name' },
    ]);
  });

  test('in which a person and a group share a handle is refused: either could be meant', () => {
    const { groups } = aCatalog();
    const rita = { id: 'rita', title: 'Rita', members: ['rita'] };
    expect(checkCatalog(aCatalog({ groups: [...groups, rita] }))).toMatchObject([
      { code: 'ambiguous-name', pointer: '/spec/groups/4/id' },
    ]);
  });

  test('that is wrong everywhere costs no more than its first 200 problems', () => {
    const members = Array.from({ length: 50_000 }, (_, index) => `nobody-${index}`);
    const people = Array.from({ length: 10_000 }, (_, index) => ({
      id: `someone-${index}`,
      name: 'Someone',
      email: 'someone@example.com',
    }));
    const groups = [{ id: 'engineers', title: 'Engineers', members }];
    const started = performance.now();
    expect(checkCatalog(aCatalog({ people, groups }))).toHaveLength(200);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
