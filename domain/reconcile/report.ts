/**
 * Something that does not fit together between the records and Temporal, for a person to look at.
 * It stays open for as long as each sweep finds it again.
 */
export type Report = {
  /** Kind and subject: the same finding has the same id in every sweep. */
  readonly id: string;
  readonly kind: ReportKind;
  readonly release: string | null;
  readonly environment: string | null;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What a person can do, as a sentence. */
  readonly remedy: string;
};

export type ReportKind =
  | 'release/ended'
  | 'release/missing'
  | 'release/reset'
  | 'release/impostor'
  | 'workflow/unknown'
  | 'lease/held-by-ended'
  | 'files/unconfirmed';

/** What Temporal says of the latest run of a workflow. */
export type Sighting = {
  readonly type: string;
  readonly runId: string;
  readonly status: 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed-out';
  /** Whether somebody reset the workflow to an earlier point of this run. */
  readonly wasReset: boolean;
};
