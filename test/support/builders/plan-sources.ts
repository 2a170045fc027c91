import type { Catalog } from '../../../domain/plan/catalog.ts';
import type { PlanSources } from '../../../domain/plan/compile-plan.ts';
import type { EnvironmentPolicy, Policy } from '../../../domain/plan/policy.ts';
import type { ReleaseSpec } from '../../../domain/plan/spec.ts';
import { aService } from './plan.ts';

/** A catalog in which everything refers to something: web needs orders, orders needs payments. */
export function aCatalog(change: Partial<Catalog> = {}): Catalog {
  return {
    people: ['rita', 'erin', 'cora', 'cliff', 'una'].map((id) => ({
      id,
      name: id,
      email: `${id}@example.com`,
    })),
    groups: [
      { id: 'release-managers', title: 'Release managers', members: ['rita'] },
      { id: 'engineers', title: 'Engineers', members: ['erin'] },
      { id: 'cab', title: 'Change advisory board', members: ['cora', 'cliff'] },
      { id: 'testers', title: 'Testers', members: ['una'] },
    ],
    environments: [
      { name: 'staging', promotesFrom: null, soakMs: 0 },
      { name: 'production', promotesFrom: 'staging', soakMs: 5000 },
    ],
    services: [aService('web', ['orders']), aService('orders', ['payments']), aService('payments')],
    ...change,
  };
}

/** The policy of one environment, with no stage that it need not have. */
export function anEnvironmentPolicy(change: Partial<EnvironmentPolicy> = {}): EnvironmentPolicy {
  return { responsible: 'engineers', window: false, checklist: [], validate: [], ...change };
}

/** A policy with one set of rules for the class `normal`. */
export function aPolicy(environments: Record<string, EnvironmentPolicy> = {}): Policy {
  const normal = {
    responsible: 'engineers',
    environments: {
      staging: anEnvironmentPolicy(),
      production: anEnvironmentPolicy(),
      ...environments,
    },
    review: {
      owner: 'release-managers',
      escalateTo: 'release-managers',
      reviewDueMs: 72 * 3_600_000,
      runbookDueMs: 48 * 3_600_000,
      remindBeforeMs: [],
    },
  };
  return { name: 'shop', classes: { normal } };
}

/** A release that has all that its class asks for. */
export function aSpec(change: Partial<ReleaseSpec> = {}): ReleaseSpec {
  return {
    name: 'shop-2',
    title: 'Shop 2',
    description: '',
    releaseClass: 'normal',
    policy: 'shop',
    accountable: 'rita',
    environments: ['production'],
    components: [
      { service: 'web', version: '2.0.0' },
      { service: 'orders', version: '2.0.0' },
    ],
    rollback: {
      owner: 'erin',
      criteria: ['Orders fail.'],
      communication: ['engineers'],
      decisionTimeMs: 20_000,
      restoreTargetMs: 60_000,
      runbook: ['Ask for the rollback.'],
    },
    ...change,
  };
}

export function planSources(change: Partial<PlanSources> = {}): PlanSources {
  const digest = `sha256:${'0'.repeat(64)}`;
  return {
    spec: aSpec(),
    catalog: aCatalog(),
    policy: aPolicy(),
    catalogDigest: digest,
    policyDigest: digest,
    ...change,
  };
}
