import { readCommand, USAGE } from './src/read-command.mjs';
import { readMigrations } from './src/read-migrations.mjs';
import { down, status, up, withDatabase } from './src/run-migrations.mjs';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

// The same folder lies beside this file in the repository and beside its bundle in dist/.
const migrationsFolder = new URL('./migrations/', import.meta.url);

async function migrate({ command, target }) {
  const connectionString = process.env.DATABASE_URL;
  if (!connectionString) {
    throw new Error('DATABASE_URL is not set. Set it to postgres://USER@HOST:PORT/DATABASE.');
  }
  const migrations = await readMigrations(migrationsFolder);
  return withDatabase(connectionString, (client) => {
    if (command === 'up') return up(client, migrations);
    if (command === 'down') return down(client, migrations, target);
    return status(client, migrations);
  });
}

function fail(error, exitCode) {
  process.stderr.write(`migrate: ${error.message}\n`);
  process.exitCode = exitCode;
}

let order;
try {
  order = readCommand(process.argv.slice(2));
} catch (error) {
  fail(new Error(`${error.message}\n\n${USAGE}`), EXIT_USAGE);
}
if (order) {
  await migrate(order).then(
    (state) => process.stdout.write(`${JSON.stringify(state)}\n`),
    (error) => fail(error, EXIT_FAILED),
  );
}
