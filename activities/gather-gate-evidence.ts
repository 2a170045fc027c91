import type { GateDefinition } from '../domain/plan/catalog.ts';
import { componentOf } from '../domain/plan/plan.ts';
import type { EvidenceReference } from '../domain/release/event.ts';
import { buildKey, type ComponentStep } from './build-component.ts';
import { ensureBuilt } from './ensure-built.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { JunitReport } from './ports/evidence.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';

/** What a gate judges, and where the whole of it lies. */
export type GateEvidence = {
  readonly exitCode: number;
  readonly report: JunitReport | null;
  readonly reference: EvidenceReference;
};

const gateTimeoutMs = 10 * 60_000;
const reportLimitBytes = 10 * 1024 * 1024;

/**
 * Runs the gate's command where the component was built and gathers what it left. Judges nothing.
 */
export function createGatherGateEvidence(ports: Ports) {
  return async function gatherGateEvidence(
    step: ComponentStep & { readonly gate: GateDefinition },
  ): Promise<GateEvidence> {
    const { plan } = await sealedPlanOf(ports, step.release, step.planDigest);
    const component = componentOf(plan, step.component);
    const { folder } = await ensureBuilt(ports, component, buildKey(step.release, component.name));
    const context = stepContext();
    const result = await ports.runner.run(
      { command: step.gate.command, cwd: folder, timeoutMs: gateTimeoutMs },
      context,
    );
    if (step.gate.gate === 'command') {
      return { exitCode: result.exitCode, report: null, reference: result.log };
    }
    const xml = await ports.workspaces.read(folder, step.gate.report, reportLimitBytes);
    if (xml === null) {
      const report = {
        readable: false,
        reason: `There is no report ${step.gate.report}.`,
      } as const;
      return { exitCode: result.exitCode, report, reference: result.log };
    }
    const reference = await ports.evidence.put(xml, 'application/xml');
    return { exitCode: result.exitCode, report: await ports.readJunit(xml), reference };
  };
}
