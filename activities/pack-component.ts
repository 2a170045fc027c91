import { join } from 'node:path';
import { componentOf } from '../domain/plan/plan.ts';
import { buildKey, type ComponentStep } from './build-component.ts';
import { ensureBuilt } from './ensure-built.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { Ports } from './ports/index.ts';

/** Packs what the build wrote into an immutable archive that its digest names. */
export function createPackComponent(ports: Ports) {
  return async function packComponent(
    step: ComponentStep,
  ): Promise<{ digest: string; sizeBytes: number }> {
    const { plan, first } = await sealedPlanOf(ports, step.release, step.planDigest);
    const component = componentOf(plan, step.component);
    const key = buildKey(step.release, component, first);
    const { folder } = await ensureBuilt(ports, component, key);
    return ports.artifacts.pack({
      component: component.name,
      version: component.version,
      folder: join(folder, component.service.build.output),
    });
  };
}
