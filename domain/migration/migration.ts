/** What a service says of migrations that go with its deployment. */
export type MigrationDefinition = MigrationLimits & {
  /**
   * Tables in which the tool itself keeps what it has applied, such as `schema_migrations` or
   * `audit.log`. They come with the first migration and stay, so they are not compared.
   */
  readonly bookkeeping: readonly string[];
  /**
   * Puts rows into the rehearsal's database, `{database}`, that stands as what runs now. Absent:
   * only rows that migrations themselves write are compared.
   */
  readonly fill?: readonly string[];
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

/** Tables whose rows a way back does not bring back as they were, in the words of who says so. */
export type Lossy = { readonly tables: readonly string[]; readonly reason: string };

/**
 * When a migration runs. `expand`: before the code that needs it, and beside the version before.
 * `contract`: it takes away what only the version before needs, when nothing of that runs any more.
 */
export const migrationPhases = ['expand', 'contract'] as const;
export type MigrationPhase = (typeof migrationPhases)[number];

/** Whom a contraction touches among the components of its release. */
export type Contraction = {
  /** Those that work on what is migrated. Their old versions have to be gone before it. */
  readonly users: readonly string[];
  /** Those without which the users could not stay: once it has begun, none of them goes back. */
  readonly holds: readonly string[];
};

/**
 * The gate of every component that has migrations: they go up, down and up again in a database of
 * their own, and what is there afterwards is compared with what was there before.
 */
export type MigrationRehearsalGate = MigrationDefinition & {
  readonly gate: 'migration-rehearsal';
  readonly name: string;
  /** Then there is no way back to rehearse. */
  readonly irreversible?: Irreversible;
  /** Rows of these tables may come back otherwise. Absent: every row comes back. */
  readonly lossy?: Lossy;
};

/** The name of that gate, which no other gate of the component may have. */
export const migrationRehearsal = 'migration-rehearsal';
