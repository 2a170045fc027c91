import { buildEnvironmentStages } from './build-environment-stages.ts';
import type { Stage } from './stage.ts';
import type { StageSources } from './stage-sources.ts';

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
