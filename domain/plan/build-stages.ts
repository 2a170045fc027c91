import { rehearsalGateOf } from '../migration/rehearsal-gate-of.ts';
import { buildEnvironmentStages } from './build-environment-stages.ts';
import type { PlannedComponent } from './plan.ts';
import type { PlannedGate, Stage } from './stage.ts';
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
      gates: components.flatMap(gatesOf),
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

function gatesOf(component: PlannedComponent): readonly PlannedGate[] {
  const { name, service } = component;
  const rehearsal = rehearsalGateOf(component);
  const definitions = [...service.gates, ...(rehearsal === null ? [] : [rehearsal])];
  return definitions.map((definition) => ({ component: name, definition }));
}
