import type { VersionRef } from '../release/terms.ts';

/** What a migration goes through in its rehearsal, in this order. */
export type MigrationLeg = 'before' | 'up' | 'down' | 'up-again';

/** The schemas that were found after each leg, by digest. Null: it did not come to that. */
export type FoundSchemas = Readonly<Record<MigrationLeg, string | null>>;

/** How two schemas differ: the lines that only one of them has. */
export type SchemaDifference = {
  readonly missing: readonly string[];
  readonly added: readonly string[];
};

/** A rehearsal that began with what stands in some environments. */
export type RehearsedStart = {
  readonly environments: readonly string[];
  /** What runs there; null: nothing. */
  readonly from: VersionRef | null;
  readonly schemas: FoundSchemas;
  /** The leg that did not end well, and what the tool said. */
  readonly failed: { readonly leg: MigrationLeg; readonly message: string } | null;
  /** What `down` or the second `up` left otherwise than it should be. */
  readonly difference: ({ readonly after: 'down' | 'up-again' } & SchemaDifference) | null;
};

/** What a rehearsal of migrations left, or why there could be none. */
export type MigrationEvidence =
  | {
      readonly readable: true;
      /** Version of the PostgreSQL that it was rehearsed on. */
      readonly server: string;
      readonly starts: readonly RehearsedStart[];
    }
  | { readonly readable: false; readonly reason: string };
