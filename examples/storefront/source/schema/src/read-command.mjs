import { parseArgs } from 'node:util';

export const USAGE = `Usage: migrate.mjs status | up | down --to N

Brings the database at DATABASE_URL to the shape this build needs, or back to that of migration N
(0 for before the first). Prints one JSON object.`;

/** What the arguments ask for: `{ command, target }`. Throws for what is not in the usage. */
export function readCommand(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { to: { type: 'string' } },
  });
  const [command, ...rest] = positionals;
  if (!['status', 'up', 'down'].includes(command) || rest.length > 0) {
    throw new Error(`Expected one command, not "${positionals.join(' ')}".`);
  }
  if (command === 'down' && !/^\d{1,4}$/.test(values.to ?? '')) {
    throw new Error('down needs --to with the number of the migration to keep, such as 0001.');
  }
  if (command !== 'down' && values.to !== undefined) throw new Error(`${command} takes no --to.`);
  return { command, target: values.to };
}
