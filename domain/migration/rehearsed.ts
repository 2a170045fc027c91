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

/** The rows of a table: how many, and a digest that no order of rows or columns changes. */
export type TableRows = {
  /** As `name` in the schema `public`, and elsewhere as `schema.name`. */
  readonly table: string;
  readonly count: number;
  readonly digest: string;
};

/** A table whose rows are not after `down` what they were before. Null: there is no such table. */
export type ChangedRows = {
  readonly table: string;
  readonly before: number | null;
  readonly after: number | null;
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
  /**
   * How many rows were there before, and what `down` left otherwise. Null: it did not come to
   * that. Absent in evidence from before rows were compared.
   */
  readonly rows?: { readonly before: number; readonly changed: readonly ChangedRows[] } | null;
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
