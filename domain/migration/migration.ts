/** What a service says of migrations that go with its deployment. */
export type MigrationDefinition = MigrationLimits & {
  /**
   * Tables in which the tool itself keeps what it has applied, such as `schema_migrations` or
   * `audit.log`. They come with the first migration and stay, so they are not compared.
   */
  readonly bookkeeping: readonly string[];
};

/** How long a migration may stand in everybody's way. */
export type MigrationLimits = {
  /** It gives up its place in the queue for a lock after so long. */
  readonly lockTimeoutMs: number;
  /** No statement of it takes longer. */
  readonly statementTimeoutMs: number;
};

/** What cannot come back, in the words of whoever says so. */
export type Irreversible = { readonly reason: string };

/**
 * The gate of every component that has migrations: they go up, down and up again in a database of
 * their own, and what is there afterwards is compared with what was there before.
 */
export type MigrationRehearsalGate = MigrationDefinition & {
  readonly gate: 'migration-rehearsal';
  readonly name: string;
  /** Then there is no way back to rehearse. */
  readonly irreversible?: Irreversible;
};

/** The name of that gate, which no other gate of the component may have. */
export const migrationRehearsal = 'migration-rehearsal';
