import { rmSync } from 'node:fs';
import { postgresFolder } from '../../adapters/postgres/postgres-folder.ts';

/** Removes the PostgreSQL data that belong to a state folder. The server must have ended. */
export function removePostgresFolder(stateFolder: string): void {
  rmSync(postgresFolder(stateFolder), { recursive: true, force: true });
}
