import type { AccessRequest, AccessResource } from '../../../domain/access/access.ts';
import type { Catalog } from '../../../domain/plan/catalog.ts';

const hourMs = 3_600_000;

export const aResource: AccessResource = {
  name: 'orders-db',
  kind: 'postgres',
  roles: ['readonly', 'operator'],
  longestMs: 90 * 24 * hourMs,
  grantedBy: ['data-owners'],
  revokedBy: ['operations'],
  revokeWithinMs: 300_000,
  confirmEveryMs: 7 * 24 * hourMs,
};

/** By subject. Subjects are called like people here. */
export const membersOf: Readonly<Record<string, readonly string[]>> = {
  erin: ['engineers', 'data-owners'],
  olga: ['data-owners'],
  omar: ['data-owners'],
  opal: ['operations'],
  nora: [],
};

export const accessCatalog: Catalog = {
  people: [],
  groups: [],
  environments: [{ name: 'production', promotesFrom: null, soakMs: 0, access: [aResource] }],
  services: [],
};

export function aRequest(until: string, change: Partial<AccessRequest> = {}): AccessRequest {
  return {
    environment: 'production',
    resource: 'orders-db',
    role: 'readonly',
    until,
    reason: 'Orders are lost: INC-7.',
    release: null,
    ...change,
  };
}
