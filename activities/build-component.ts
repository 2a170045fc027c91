import { addressDigest } from '../domain/approval/address-digest.ts';
import { componentOf } from '../domain/plan/plan.ts';
import { ensureBuilt } from './ensure-built.ts';
import { authorsBehind } from './identify-authors.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';
import type { ActingStep } from './step.ts';
import { progressOfStep } from './tell-progress.ts';

export type ComponentStep = ActingStep & {
  readonly planDigest: string;
  readonly component: string;
};

export type Built = {
  readonly tag: string;
  readonly commit: string;
  readonly authors: readonly string[];
  readonly unknownAuthors: readonly string[];
};

/** Builds one component from its tag in a clean checkout, and says whose change it is. */
export function createBuildComponent(ports: Ports) {
  return async function buildComponent(step: ComponentStep): Promise<Built> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const component = componentOf(plan, step.component);
    const tell = progressOfStep(ports, step);
    const checkout = await ensureBuilt(
      ports,
      component,
      buildKey(step.release, component.name),
      (said) => tell(component.name, said),
    );
    const addresses = [...new Set(checkout.authorEmails.map(addressDigest))];
    return {
      tag: component.tag,
      commit: checkout.commit,
      ...(await authorsBehind(addresses, ports.directory)),
    };
  };
}

/** Build, package and gates of a component share one checkout. */
export function buildKey(release: string, component: string): string {
  return `${release}/build/${component}`;
}
