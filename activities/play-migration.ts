import { sha256Hex } from '../domain/ledger/digest.ts';
import { compareRows } from '../domain/migration/compare-rows.ts';
import { compareSchemas } from '../domain/migration/compare-schemas.ts';
import type {
  FoundSchemas,
  MigrationLeg,
  RehearsedStart,
  TableRows,
} from '../domain/migration/rehearsed.ts';
import type { PlannedComponent } from '../domain/plan/plan.ts';
import type { VersionRef } from '../domain/release/event.ts';
import { type MigrationStart, notRehearsable } from './find-migration-starts.ts';
import type { ThrowAwayDatabase } from './ports/databases.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';
import { stepContext } from './step-context.ts';

/** A migration that goes up and down in a database of its own. */
export type Rehearsal = {
  readonly ports: Ports;
  readonly component: PlannedComponent;
  readonly start: MigrationStart;
  readonly to: VersionRef;
  /** Where the component was built. */
  readonly folder: string;
  readonly database: ThrowAwayDatabase;
};

/** `tables`: what rows were found, for the evidence store. */
export type Played = RehearsedStart & {
  readonly durationsMs: Partial<Record<MigrationLeg, number>>;
  readonly tables: FoundRows;
};
export type Leg = { readonly leg: MigrationLeg; readonly act: () => Promise<unknown> };

type FoundRows = { before?: readonly TableRows[]; down?: readonly TableRows[] };

const nothingSeen: FoundSchemas = { before: null, up: null, down: null, 'up-again': null };
const fillWithinMs = 5 * 60_000;

/** Goes one leg after the other until one does not lead where it should. */
export async function playLegs(rehearsal: Rehearsal, legs: readonly Leg[]): Promise<Played> {
  const { ports, component, start, database } = rehearsal;
  const bookkeeping = component.service.migrations?.bookkeeping ?? [];
  const seen = new Map<MigrationLeg, readonly string[]>();
  const schemas: Record<MigrationLeg, string | null> = { ...nothingSeen };
  const durationsMs: Partial<Record<MigrationLeg, number>> = {};
  const tables: FoundRows = {};
  const { environments, from } = start;
  const told = () => ({ environments, from, schemas, durationsMs, tables, rows: rowsOf(tables) });
  for (const { leg, act } of legs) {
    const startedMs = performance.now();
    const failed = await failureOf(leg, act);
    durationsMs[leg] = Math.round(performance.now() - startedMs);
    if (failed !== null) return { ...told(), failed, difference: null };
    if (leg === 'before') await fill(rehearsal);
    if (leg === 'before' || leg === 'down') tables[leg] = await database.rows(bookkeeping);
    const lines = await database.schema(bookkeeping);
    const text = lines.join('\n');
    await ports.evidence.put(text, 'text/plain');
    seen.set(leg, lines);
    schemas[leg] = sha256Hex(text);
    if (leg !== 'down' && leg !== 'up-again') continue;
    const expected = seen.get(leg === 'down' ? 'before' : 'up') ?? [];
    const difference = compareSchemas(expected, lines);
    if (difference !== null) {
      return { ...told(), failed: null, difference: { after: leg, ...difference } };
    }
  }
  return { ...told(), failed: null, difference: null };
}

/** Without rows that people could miss, nothing shows whether `down` brings them back. */
async function fill({ ports, component, start, folder, database }: Rehearsal): Promise<void> {
  const words = component.service.migrations?.fill;
  if (words === undefined || start.from === null) return;
  const command = words.map((word) => word.replaceAll('{database}', () => database.url));
  const order = { command, cwd: folder, timeoutMs: fillWithinMs };
  const { exitCode, lastLines } = await ports.runner.run(order, stepContext());
  if (exitCode === 0) return;
  const said = lastLines.at(-1)?.trim() ?? 'It said nothing.';
  throw notRehearsable(
    `\`migrations.fill\` of ${component.name} did not fill the database of ` +
      `${start.from.version}: exit code ${exitCode ?? 'none'}. ${said}`,
    'Let it work on the schema of every version that runs somewhere.',
  );
}

function rowsOf({ before, down }: FoundRows): NonNullable<RehearsedStart['rows']> | null {
  if (before === undefined || down === undefined) return null;
  const count = before.reduce((sum, table) => sum + table.count, 0);
  return { before: count, changed: compareRows(before, down) };
}

/** What a tool says of a leg that did not end well is what the rehearsal is for. */
async function failureOf(leg: MigrationLeg, act: Leg['act']): Promise<RehearsedStart['failed']> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof StepFailure) || stepContext().signal.aborted) throw error;
    return { leg, message: error.message };
  }
}
