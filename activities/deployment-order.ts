import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { Deployer, DeploymentOrder } from './ports/deployer.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

type OrderPorts = Pick<Ports, 'artifacts' | 'deployer' | 'settings'>;

/** The tool and what to tell it, with the artifact's bytes verified just now. */
export async function prepareOrder(
  ports: OrderPorts,
  order: {
    /** See `currentKey`, and of what was done already the key of the change. */
    readonly key: string;
    readonly environment: string;
    readonly fence: number;
    readonly component: PlannedComponent;
    readonly digest: string;
  },
): Promise<{ deployer: Deployer; order: DeploymentOrder }> {
  const { component, environment } = order;
  const definition = component.service.deployments[environment];
  if (definition === undefined) {
    throw new StepFailure(
      'terminal',
      'deploy/no-definition',
      `The catalog has no deployment of ${component.name} in ${environment}.`,
      'Add it to the catalog and start a new release.',
    );
  }
  return {
    deployer: ports.deployer(definition.deployer),
    order: {
      key: order.key,
      fence: order.fence,
      environment,
      component: component.name,
      artifact: {
        digest: order.digest,
        version: component.version,
        path: await ports.artifacts.fetch(order.digest),
      },
      settings: await ports.settings.resolve(environment, definition.settings),
      ...limitsOf(component),
    },
  };
}

/** What the tool holds the component's migrations to. */
export function limitsOf({
  service,
}: Pick<PlannedComponent, 'service'>): Pick<DeploymentOrder, 'migrations'> {
  if (service.migrations === undefined) return {};
  const { lockTimeoutMs, statementTimeoutMs } = service.migrations;
  return { migrations: { lockTimeoutMs, statementTimeoutMs } };
}
