import type { Severity } from '../acceptance/defect.ts';
import type { AlertContent } from '../alert/alert.ts';
import type { DeviationRequest, DeviationVerdict } from '../deviation/deviation.ts';
import type { RevisionContent } from '../revision/revision.ts';
import type { TaskReport } from '../task/task.ts';

/**
 * What a person, or the account of a monitoring system, says through the API, signed by it. The
 * signed form is a compact JWS (EdDSA, `kid` in the header) whose payload is the RFC 8785 canonical
 * JSON of a statement.
 */
export type Statement = StatementHead &
  (
    | { readonly kind: 'decision'; readonly content: DecisionContent }
    | { readonly kind: 'uat-verdict'; readonly content: UatVerdictContent }
    | { readonly kind: 'uat-defect'; readonly content: UatDefectContent }
    | { readonly kind: 'task-report'; readonly content: TaskReportContent }
    | { readonly kind: 'command'; readonly content: CommandContent }
    | { readonly kind: 'deviation-request'; readonly content: DeviationRequest }
    | { readonly kind: 'deviation-verdict'; readonly content: DeviationVerdict }
    | { readonly kind: 'revision'; readonly content: RevisionContent }
    | { readonly kind: 'alert'; readonly content: AlertContent }
  );

export type StatementKind = Statement['kind'];

export type StatementHead = {
  /** Chosen by the caller or minted by the API; one id is one statement for ever. */
  readonly id: string;
  readonly release: string;
  readonly environment: string | null;
  /** What exactly the person spoke about; see `subject.ts`. */
  readonly subjectDigest: string;
  /** Immutable pseudonymous id of the person. */
  readonly by: string;
  /** Salted digest of the comment; the text itself lies beside the chain and can be erased. */
  readonly commentDigest: string | null;
  readonly nonce: string;
  /** RFC 3339. */
  readonly issuedAt: string;
  /** RFC 3339. A statement that has not reached the workflow by then is refused. */
  readonly expiresAt: string;
};

export type DecisionContent = {
  readonly requirement: string;
  /** `withdraw` takes one's own decision or that of one's delegate back, while it is open. */
  readonly verdict: 'approve' | 'reject' | 'withdraw';
};

export type UatVerdictContent = {
  readonly requirement: string;
  readonly verdict: 'accept' | 'reject' | 'withdraw';
};

export type UatDefectContent = {
  readonly requirement: string;
  readonly defect: string;
  readonly severity: Severity;
  readonly state: 'open' | 'resolved';
};

/** What somebody says of a task that they were asked to do. */
export type TaskReportContent = TaskReport & { readonly requirement: string };

export const commandNames = [
  'pause',
  'resume',
  'retry',
  'skip-task',
  'withdraw',
  'rollback',
  'proceed',
  'hold-in-place',
  'extend',
  'skip-compensation',
  'take-over',
  'complete-obligation',
  'waive',
] as const;
export type CommandName = (typeof commandNames)[number];

export type CommandContent = {
  readonly command: CommandName;
  /**
   * What it is about where a release has several: a stage id, a compensation key, an obligation id.
   */
  readonly target: string | null;
  /** Reference to evidence, such as the URL of a review document. */
  readonly evidence: string | null;
};

/** A statement as it travels: the compact JWS. */
export type SignedStatement = { readonly jws: string };

/** What became of a statement. `pending` until the workflow has spoken. */
export type Receipt = {
  readonly id: string;
  readonly outcome: 'accepted' | 'refused';
  /**
   * Stable and machine-readable when refused, such as `approval/author-of-the-change`; null when
   * accepted.
   */
  readonly code: string | null;
  /** A sentence for the person. */
  readonly reason: string;
  /** Ledger sequence of the fact that recorded it: reads with `atLeastSeq` of this see it. */
  readonly seq: number;
};
