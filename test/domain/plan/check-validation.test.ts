import { indexCatalog } from '../../../domain/plan/catalog-index.ts';
import { checkValidation } from '../../../domain/plan/check-validation.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { ValidationCheck } from '../../../domain/plan/validation-check.ts';
import { aService } from '../../support/builders/plan.ts';
import {
  aCatalog,
  anEnvironmentPolicy,
  aPolicy,
  planSources,
} from '../../support/builders/plan-sources.ts';

const below = { check: 'downstream', name: 'below', component: 'web' } as const;
const staff = {
  check: 'identity',
  name: 'staff',
  url: '{origin.wep}/staff',
  header: 'Authorization',
  value: '{credential.probe}',
  expectStatus: 200,
  refuseStatuses: [401],
} as const;

const hidden = { deployer: 'fake', settings: {}, traffic: false };
const withoutOrders = aCatalog({
  services: [
    { ...aService('web', ['orders']), deployments: { production: hidden } },
    { ...aService('orders'), deployments: {} },
  ],
});

const problemsOf = (check: ValidationCheck, catalog = aCatalog()) =>
  [...checkValidation('/validate', 'production', [check], indexCatalog(catalog))].map(
    ({ code, pointer, remedy }) => [code, pointer, remedy !== ''],
  );

test('a check of what a service needs is refused where nobody could be asked', () => {
  expect(problemsOf(below)).toEqual([]);
  expect(problemsOf({ ...below, component: 'payments' })).toEqual([
    ['nothing-downstream', '/validate/0/component', true],
  ]);
  expect(problemsOf({ ...below, component: 'payments', through: '/' })).toEqual([]);
  expect(problemsOf({ ...below, through: '/' }, withoutOrders)).toEqual([
    ['no-traffic', '/validate/0/component', true],
    ['dependency-not-deployed', '/validate/0/component', true],
  ]);
});

test('a check at the address of an unknown service is refused', () => {
  expect(problemsOf(staff)).toEqual([['unknown-service', '/validate/0/url', true]]);
});

test('a plan has all that is needed to ask what a service depends on, and nothing further', () => {
  const policy = aPolicy({ production: anEnvironmentPolicy({ validate: [below] }) });
  const compiled = compilePlan(planSources({ policy }));
  const stages = 'plan' in compiled ? compiled.plan.stages : [];
  const [deployment] = Object.values(aService('orders').deployments);
  expect(stages.find(({ id }) => id === 'production/validate')).toMatchObject({
    checks: [{ ...below, dependencies: [{ component: 'orders', deployment }] }],
  });
});
