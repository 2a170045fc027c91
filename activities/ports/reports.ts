import type { Report } from '../../domain/reconcile/report.ts';
import type { ReleaseState } from '../../domain/release/state.ts';

/** A release whose plan was sealed and which is not closed. */
export type OpenRelease = {
  readonly release: string;
  readonly sealedAt: string;
  /** Null while nothing was recorded. */
  readonly state: ReleaseState | null;
};

/** What a sweep reads from the records and leaves in them. */
export type Reports = {
  /** By name, a page at a time. */
  openReleases(): AsyncIterable<OpenRelease>;
  /** Those of the names of which no plan was sealed. */
  unknownReleases(names: readonly string[]): Promise<readonly string[]>;
  listLeases(): Promise<
    readonly { readonly environment: string; readonly release: string | null }[]
  >;
  /**
   * Keeps what a sweep has found, and closes what it has not found again. Returns what is new and
   * what is over.
   */
  keepReports(found: readonly Report[]): Promise<{
    readonly opened: readonly Report[];
    readonly closed: readonly Report[];
  }>;
};
