import { addressDigest } from '../domain/approval/address-digest.ts';
import { componentOf, type PlannedComponent, type ReleasePlan } from '../domain/plan/plan.ts';
import { printOf } from '../domain/revision/plan-prints.ts';
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
  readonly mergers: readonly string[];
  readonly unknownMergers: readonly string[];
};

/** Builds one component from its tag in a clean checkout, and says who wrote and who merged it. */
export function createBuildComponent(ports: Ports) {
  return async function buildComponent(step: ComponentStep): Promise<Built> {
    const { plan, first } = await sealedPlanOf(ports, step.release, step.planDigest);
    const component = componentOf(plan, step.component);
    const tell = progressOfStep(ports, step);
    const checkout = await ensureBuilt(
      ports,
      component,
      buildKey(step.release, component, first),
      (said) => tell(component.name, said),
    );
    const behind = (addresses: readonly string[]) =>
      authorsBehind([...new Set(addresses.map(addressDigest))], ports.directory);
    const merged = await behind(checkout.mergerEmails);
    return {
      tag: component.tag,
      commit: checkout.commit,
      ...(await behind(checkout.authorEmails)),
      mergers: merged.authors,
      unknownMergers: merged.unknownAuthors,
    };
  };
}

/**
 * Build, package and gates of a component share one checkout. What a revision of the plan builds in
 * another way gets another one, as a checkout is of one tag for ever.
 */
export function buildKey(release: string, component: PlannedComponent, first: ReleasePlan): string {
  const key = `${release}/build/${component.name}`;
  const began = first.components.find(({ name }) => name === component.name);
  const print = printOf(component);
  return began !== undefined && printOf(began) === print ? key : `${key}/${print}`;
}
