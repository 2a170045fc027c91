import { isAbout } from '../domain/deviation/waivers.ts';
import type { PlannedGate } from '../domain/plan/stage.ts';
import type { GateRecord } from '../domain/release/state.ts';
import { type ProvenRelease, whyNoDeviation } from './open-by-deviation.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

type ProofPorts = Pick<Ports, 'statements' | 'verifier' | 'directory' | 'clock'>;

/**
 * Proves that every planned gate has passed when it was judged last, or that somebody has waived
 * that very judgement by a signed statement that counts at this moment.
 */
export async function requireGates(ports: ProofPorts, proven: ProvenRelease): Promise<void> {
  for (const stage of proven.plan.stages) {
    if (stage.kind !== 'gates') continue;
    for (const gate of stage.gates) {
      const why = await whyHeld(ports, proven, stage.id, gate);
      if (why === null) continue;
      throw new StepFailure(
        'terminal',
        'guard/gate',
        `The gate ${gate.component}/${gate.definition.name} does not let it go out: ${why}.`,
        'Withdraw the release, or let somebody waive this judgement.',
      );
    }
  }
}

async function whyHeld(
  ports: ProofPorts,
  proven: ProvenRelease,
  stage: string,
  { component, definition }: PlannedGate,
): Promise<string | null> {
  const judged = proven.state.gates.find(
    (known) =>
      known.stage === stage && known.gate === definition.name && known.component === component,
  );
  if (judged === undefined) return 'it was never judged';
  return judged.verdict === 'pass' ? null : whyNotWaived(ports, proven, judged);
}

/** Null when one of the waivers that were used for this judgement counts. */
async function whyNotWaived(
  ports: ProofPorts,
  proven: ProvenRelease,
  judged: GateRecord,
): Promise<string | null> {
  const reasons = [`it is ${judged.verdict}`];
  for (const deviation of proven.state.askedDeviations) {
    if (deviation.used === null || !isAbout(deviation, judged)) continue;
    const why = await whyNoDeviation(ports, proven, deviation);
    if (why === null) return null;
    reasons.push(`the waiver ${deviation.id} does not count, because ${why}`);
  }
  return reasons.join(', and ');
}
