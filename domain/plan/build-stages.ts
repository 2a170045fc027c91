import { buildEnvironmentStages } from './build-environment-stages.ts';
import type { Environment } from './catalog.ts';
import type { PlannedComponent } from './plan.ts';
import type { ClassPolicy } from './policy.ts';
import type { ReleaseSpec } from './spec.ts';
import type { Stage } from './stage.ts';

/** What the stages of a release are made from. Everything has been checked and put in order. */
export type StageSources = {
  readonly spec: ReleaseSpec;
  readonly classPolicy: ClassPolicy;
  /** In promotion order. */
  readonly environments: readonly Environment[];
  /** In the order of their waves. */
  readonly components: readonly PlannedComponent[];
  readonly waves: readonly (readonly string[])[];
};

/** All stages in the order in which they run: build, package, gates, each environment, review. */
export function buildStages(sources: StageSources): readonly Stage[] {
  const { spec, classPolicy, environments, components } = sources;
  const names = components.map(({ name }) => name).join(', ');
  const owners = components.map(({ service }) => service.owner);
  const base = {
    accountable: spec.accountable,
    responsible: [...new Set([classPolicy.responsible, ...owners])],
    environment: null,
  };
  return [
    { ...base, id: 'build', kind: 'build', title: `Build ${names} from their tags` },
    { ...base, id: 'package', kind: 'package', title: `Package ${names}` },
    {
      ...base,
      id: 'gates',
      kind: 'gates',
      title: 'Judge what was built',
      gates: components.flatMap(({ name, service }) =>
        service.gates.map((definition) => ({ component: name, definition })),
      ),
    },
    ...environments.flatMap((environment) => buildEnvironmentStages(environment, sources)),
    {
      ...base,
      id: 'review',
      kind: 'review',
      title: 'Review the release',
      responsible: [classPolicy.review.owner],
      review: classPolicy.review,
    },
  ];
}
