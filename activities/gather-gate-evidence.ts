import { canonicalJson } from '../domain/ledger/canonical-json.ts';
import type { MigrationEvidence } from '../domain/migration/rehearsed.ts';
import type { GateDefinition } from '../domain/plan/catalog.ts';
import { componentOf, type PlannedComponent, type ReleasePlan } from '../domain/plan/plan.ts';
import type { PlannedGate } from '../domain/plan/stage.ts';
import type { EvidenceReference } from '../domain/release/event.ts';
import { artifactDigest } from './artifact-digest.ts';
import { buildKey, type ComponentStep } from './build-component.ts';
import { ensureBuilt } from './ensure-built.ts';
import { heartbeatWhile } from './heartbeat-while.ts';
import { sealedPlanOf } from './load-sealed-plan.ts';
import type { JunitReport } from './ports/evidence.ts';
import type { Ports } from './ports/index.ts';
import { recordedState } from './recorded-state.ts';
import { rehearseMigration } from './rehearse-migration.ts';
import { stepContext } from './step-context.ts';

/** What a gate judges, and where the whole of it lies. */
export type GateEvidence = {
  readonly exitCode: number | null;
  readonly report: JunitReport | null;
  readonly reportAgeMs: number | null;
  /** Absent where no migration was rehearsed. */
  readonly migration?: MigrationEvidence;
  readonly reference: EvidenceReference;
};

const gateTimeoutMs = 10 * 60_000;
const reportLimitBytes = 10 * 1024 * 1024;

type GateStep = ComponentStep & { readonly gate: PlannedGate['definition'] };

/**
 * Runs the gate's command where the component was built, or rehearses its migration, and gathers
 * what that left. Judges nothing.
 * What is kept names its origin, and binds report and log to the artifact by their digests.
 */
export function createGatherGateEvidence(ports: Ports) {
  return async function gatherGateEvidence(step: GateStep): Promise<GateEvidence> {
    const { plan, first } = await sealedPlanOf(ports, step.release, step.planDigest);
    const component = componentOf(plan, step.component);
    const key = buildKey(step.release, component, first);
    const state = await recordedState(ports.ledger, step.release);
    const { folder, commit } = await ensureBuilt(ports, component, key);
    const { artifacts } = state;
    const found =
      step.gate.gate === 'migration-rehearsal'
        ? await rehearse(ports, {
            plan,
            component,
            folder,
            digest: artifactDigest(state, component.name),
          })
        : await runGate(ports, step.gate, folder);
    const origin = {
      kind: 'gate-evidence',
      release: step.release,
      component: component.name,
      version: component.version,
      commit,
      artifact: artifacts.find((each) => each.component === component.name)?.digest ?? null,
      gate: step.gate.name,
      command: 'command' in step.gate ? step.gate.command : null,
      // Under this key the ledger names the worker that gathered it.
      key: step.key,
      ...found.kept,
    };
    const text = canonicalJson(origin);
    const reference = await ports.evidence.put(text, 'application/json');
    const { kept: _, ...gathered } = found;
    return { ...gathered, reference };
  };
}

async function rehearse(
  ports: Ports,
  given: {
    readonly plan: ReleasePlan;
    readonly component: PlannedComponent;
    readonly folder: string;
    readonly digest: string;
  },
) {
  const { plan, component, folder, digest } = given;
  const { heartbeat } = stepContext();
  const { evidence, kept } = await heartbeatWhile(
    () => heartbeat('rehearsing the migration'),
    () => rehearseMigration(ports, component, { environments: plan.environments, digest, folder }),
  );
  return { exitCode: null, report: null, reportAgeMs: null, migration: evidence, kept };
}

async function runGate(
  { clock, evidence, readJunit, runner, workspaces }: Ports,
  gate: GateDefinition,
  folder: string,
) {
  const path = gate.gate === 'junit' ? gate.report : null;
  const writtenAt = () => (path === null ? null : workspaces.writtenAt(folder, path));
  const before = await writtenAt();
  const startedAt = clock();
  const order = { command: gate.command, cwd: folder, timeoutMs: gateTimeoutMs };
  const { exitCode, log } = await runner.run(order, stepContext());
  const times = { startedAt: startedAt.toISOString(), endedAt: clock().toISOString() };
  const kept = { ...times, exitCode, log: log.digest };
  if (path === null) return { exitCode, report: null, reportAgeMs: null, kept };
  const xml = await workspaces.read(folder, path, reportLimitBytes);
  if (xml === null) {
    const report = { readable: false, reason: `There is no report ${path}.` } as const;
    return { exitCode, report, reportAgeMs: null, kept };
  }
  const after = await writtenAt();
  const isOld = before !== null && after !== null && after.getTime() <= before.getTime();
  const reportAgeMs = isOld ? Math.max(1, startedAt.getTime() - after.getTime()) : 0;
  const { digest } = await evidence.put(xml, 'application/xml');
  return {
    exitCode,
    report: await readJunit(xml),
    reportAgeMs,
    kept: { ...kept, report: digest, reportAgeMs },
  };
}
