import type { Catalog } from '../domain/plan/catalog.ts';

const approvers = Array.from({ length: 100 }, (_, index) => `approver-${index}`);
const others = ['rita', 'erin', 'opal', 'dana'];

/** People enough to decide again and again. */
export const benchCatalog: Catalog = {
  people: [...others, ...approvers].map((id) => ({ id, name: id, email: `${id}@bench.example` })),
  groups: [
    { id: 'release-managers', title: 'Release management', members: ['rita'] },
    { id: 'engineers', title: 'Engineering', members: ['erin'] },
    { id: 'operations', title: 'Operations', members: ['opal'] },
    { id: 'cab', title: 'Change advisory board', members: approvers },
    { id: 'everyone', title: 'Everyone', members: others },
    { id: 'management', title: 'Management', members: ['opal'] },
  ],
  environments: [
    { name: 'staging', promotesFrom: null, soakMs: 0 },
    { name: 'production', promotesFrom: 'staging', soakMs: 0 },
  ],
  services: [],
};
