import type { TableRows } from '../../domain/migration/rehearsed.ts';

/** A database that nobody misses. */
export type ThrowAwayDatabase = {
  /** Its address, with user and password. Never leaves the activity. */
  readonly url: string;
  /**
   * What is in it but rows: a line for each thing (table, column, constraint, index, function…), in
   * one order, so that the same schema gives the same lines whatever way led to it. The tables of
   * `leftOut`, as `name` or `schema.name`, and what belongs to them are not told.
   */
  schema(leftOut: readonly string[]): Promise<readonly string[]>;
  /** The rows of every table that somebody has made, but for those of `leftOut`, by name. */
  rows(leftOut: readonly string[]): Promise<readonly TableRows[]>;
  /**
   * The one value that a query answers, as text; null where it is null or there is none. Throws for
   * more than one. The query can change nothing.
   */
  ask(query: string): Promise<string | null>;
};

/** A PostgreSQL for as long as something is tried out. */
export type ThrowAwayServer = {
  /** What it says of itself, such as `18.4`. */
  readonly version: string;
  /** A new, empty database. */
  readonly create: () => Promise<ThrowAwayDatabase>;
};

/**
 * Gives a piece of work a PostgreSQL, and removes all that came of it afterwards, however the work
 * ends. What a killed process has left is removed by the next call.
 *
 * Errors: `retry` when there is none to be had.
 */
export type ThrowAwayDatabases = {
  use<Result>(work: (server: ThrowAwayServer) => Promise<Result>): Promise<Result>;
};
