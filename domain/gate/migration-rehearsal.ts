import type { MigrationRehearsalGate } from '../migration/migration.ts';
import type { MigrationEvidence, RehearsedStart } from '../migration/rehearsed.ts';
import type { Gate, Judgement } from './gate.ts';

/**
 * Passes when the migration went up, its way back led to the schema that was there before, and the
 * second way up to that of the first, from everything that runs anywhere now. What cannot come back
 * is not asked for a way back. What was not seen proves nothing.
 */
export const judgeMigrationRehearsal: Gate<MigrationRehearsalGate, MigrationEvidence | null> = (
  definition,
  evidence,
) => {
  if (evidence === null) return inconclusive('The migration was not rehearsed.');
  if (!evidence.readable) return inconclusive(evidence.reason);
  if (evidence.starts.length === 0) {
    return inconclusive('Nobody knows what runs now, so the migration was rehearsed from nothing.');
  }
  const judged = evidence.starts.map((start) => judgeStart(start, definition));
  const worst =
    judged.find(({ verdict }) => verdict === 'fail') ??
    judged.find(({ verdict }) => verdict === 'inconclusive');
  if (worst !== undefined) return worst;
  const from = evidence.starts.map(nameStart).join(' and ');
  const way = definition.irreversible === undefined ? 'up, down and up again' : 'up';
  const kept =
    definition.irreversible === undefined
      ? ''
      : ` It cannot come back: ${definition.irreversible.reason}`;
  const on = `on PostgreSQL ${evidence.server}`;
  const rows = rowsTold(evidence.starts, definition);
  return { verdict: 'pass', reason: `Rehearsed ${way} from ${from} ${on}.${rows}${kept}` };
};

function judgeStart(start: RehearsedStart, definition: MigrationRehearsalGate): Judgement {
  const { irreversible } = definition;
  const { failed, difference, schemas } = start;
  const from = nameStart(start);
  if (failed?.leg === 'before') {
    const remedy = 'Mend that version’s own migration, or bring the environment to another one.';
    return inconclusive(`${from} could not be brought there: ${failed.message} ${remedy}`);
  }
  if (failed !== null) {
    return {
      verdict: 'fail',
      reason: `From ${from}, \`${failed.leg}\` did not end well: ${failed.message}`,
    };
  }
  if (schemas.before === null || schemas.up === null) return inconclusive(unseen(from));
  if (irreversible !== undefined) return { verdict: 'pass', reason: '' };
  if (schemas.down === null) return inconclusive(unseen(from));
  if (schemas.down !== schemas.before) {
    const remedy = 'Let `down` take back all that `up` makes, or mark the version `irreversible`.';
    const reason = `From ${from}, \`down\` left another schema: ${told(difference)} ${remedy}`;
    return { verdict: 'fail', reason };
  }
  const lost = judgeRows(start, definition);
  if (lost !== null) return lost;
  if (schemas['up-again'] === null) return inconclusive(unseen(from));
  if (schemas['up-again'] !== schemas.up) {
    const remedy = 'Let `up` make the same whatever `down` has left.';
    const left = `From ${from}, the second \`up\` left another schema`;
    const reason = `${left}: ${told(difference)} ${remedy}`;
    return { verdict: 'fail', reason };
  }
  return { verdict: 'pass', reason: '' };
}

/** What `down` has lost and nobody has declared; null where all is well. */
function judgeRows(start: RehearsedStart, { lossy }: MigrationRehearsalGate): Judgement | null {
  if (start.rows === undefined) return null;
  const from = nameStart(start);
  if (start.rows === null) return inconclusive(`From ${from}, rows were not seen. Send retry.`);
  const lost = start.rows.changed.filter(({ table }) => lossy?.tables.includes(table) !== true);
  if (lost.length === 0) return null;
  const tables = lost.map(
    ({ table, before, after }) => `\`${table}\` (${before ?? 'no'} before, ${after ?? 'no'} after)`,
  );
  const remedy =
    'Let `down` bring them back, or declare them `lossy` with a reason, for which somebody signs.';
  const reason = `From ${from}, \`down\` left other rows in ${tables.join(' and ')}. ${remedy}`;
  return { verdict: 'fail', reason };
}

/** How much the comparison of rows was worth, as a sentence; nothing where there was none. */
function rowsTold(starts: readonly RehearsedStart[], { lossy }: MigrationRehearsalGate): string {
  const counts = starts.flatMap(({ rows }) => rows?.before ?? []);
  if (counts.length === 0) return '';
  const least = Math.min(...counts);
  const but =
    lossy === undefined ? '' : ` but those of ${lossy.tables.join(', ')}: ${lossy.reason}`;
  if (least === 0) return ' There were no rows that could have been lost.';
  return ` Every row came back (${least} at least)${but === '' ? '.' : but}`;
}

/** The first difference in words, and how many more there are. */
function told(difference: RehearsedStart['difference']): string {
  if (difference === null) return 'nobody noted where.';
  const { missing, added } = difference;
  const [first] = [
    ...added.map((line) => `there is still \`${shortened(line)}\``),
    ...missing.map((line) => `there is no more \`${shortened(line)}\``),
  ];
  const more = missing.length + added.length - 1;
  return `${first ?? 'nobody noted where'}${more > 0 ? `, and ${more} more` : ''}.`;
}

function nameStart({ from, environments }: RehearsedStart): string {
  const what = from === null ? 'nothing' : from.version;
  return `${what} (${environments.join(', ')})`;
}

function unseen(from: string): string {
  return `From ${from}, not every schema was seen. Send retry.`;
}

const longest = 200;

function shortened(line: string): string {
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}

function inconclusive(reason: string): Judgement {
  return { verdict: 'inconclusive', reason };
}
