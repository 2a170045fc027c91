import fc from 'fast-check';

const id = fc.constantFrom('build', 'production/deploy', 'review', 'web');
const environment = fc.constantFrom('staging', 'production');
const digest = fc.constantFrom('sha256:a', 'sha256:b');
const text = fc.string({ unit: 'binary', maxLength: 40 });
const instant = fc.constant('2030-01-01T00:00:00.000Z');
const count = fc.nat();
const person = fc.constantFrom('p-1', 'p-2');

export const stages = [
  { id: 'build', kind: 'build', environment: null },
  { id: 'production/deploy', kind: 'deploy', environment: 'production' },
  { id: 'review', kind: 'review', environment: null },
] as const;

/** What `plan.revised` may say. */
export const revision = {
  from: digest,
  to: digest,
  reason: text,
  dropped: fc.array(
    fc.record({
      component: id,
      reason: text,
      followUp: fc.option(fc.record({ what: text, owner: id, due: instant })),
    }),
    { maxLength: 2 },
  ),
  revision: count,
  by: person,
  statement: digest,
  added: fc.array(id, { maxLength: 2 }),
  changed: fc.array(id, { maxLength: 2 }),
  restarted: fc.array(id, { maxLength: 3 }),
  voided: fc.array(id, { maxLength: 2 }),
  left: fc.array(fc.record({ environment, component: id, version: text }), { maxLength: 2 }),
  title: text,
  releaseClass: fc.constantFrom('standard', 'normal', 'major', 'emergency'),
  services: fc.uniqueArray(id),
  environments: fc.uniqueArray(environment),
  stages: fc.constant(stages),
};
