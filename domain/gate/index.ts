import type { GateDefinition } from '../plan/catalog.ts';
import type { PlannedGate } from '../plan/stage.ts';
import { judgeCommand } from './command.ts';
import type { Gate, GatheredEvidence, Judgement, JunitEvidence } from './gate.ts';
import { judgeJunit } from './junit.ts';
import { judgeMigrationRehearsal } from './migration-rehearsal.ts';
import { whyStale } from './why-stale.ts';

type GateKind = GateDefinition['gate'];
type DefinitionOf<Kind extends GateKind> = Extract<GateDefinition, { gate: Kind }>;

/** Every kind of gate and who judges it. A kind without a line here does not compile. */
const gates: { readonly [Kind in GateKind]: Gate<DefinitionOf<Kind>, JunitEvidence> } = {
  command: judgeCommand,
  junit: judgeJunit,
};

/** Judges the evidence that was gathered for a gate. What is too old proves nothing. */
export function judgeGate(
  definition: PlannedGate['definition'],
  evidence: GatheredEvidence,
): Judgement {
  if (definition.gate === 'migration-rehearsal') {
    return judgeMigrationRehearsal(definition, evidence.migration ?? null);
  }
  const stale = whyStale(evidence, definition.gate === 'junit' ? definition : {});
  if (stale !== null) return { verdict: 'inconclusive', reason: stale };
  switch (definition.gate) {
    case 'command':
      return gates.command(definition, evidence);
    case 'junit':
      return gates.junit(definition, evidence);
  }
}
