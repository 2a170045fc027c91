import { createRecords } from '../records/index.ts';

/**
 * Brings the database of DATABASE_URL to the newest version, and ends. Doing it again changes
 * nothing; two at the same time wait for one another.
 */
async function main(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new Error('DATABASE_URL is not set: it names the PostgreSQL that holds the ledger.');
  const records = createRecords(url);
  try {
    await records.migrate();
  } finally {
    await records.close();
  }
  process.stdout.write('The database is at the newest version.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
