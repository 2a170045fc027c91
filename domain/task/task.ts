import type { Escalation } from '../plan/requirement-policy.ts';

/** What somebody has to give with the word that a task is done. */
export const evidenceKinds = ['link', 'file', 'text'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** The last is asked of releases alone that contract. */
export const taskPlaces = ['before-deployment', 'after-deployment', 'before-contract'] as const;

/** Work that people do by hand. Nothing but their signed word completes it, and never time. */
export type TaskPolicy = {
  /** Unique among the tasks of the environment. */
  readonly id: string;
  readonly title: string;
  readonly at: (typeof taskPlaces)[number];
  /** Whose people own it: one of them does it, and says so. */
  readonly group: string;
  /** Markdown. A part of the plan, so that what was done is what was read. */
  readonly instructions: string;
  /** Time from its opening until it expires, which fails it. */
  readonly deadlineMs: number;
  readonly remindBeforeMs: readonly number[];
  readonly escalate?: Escalation;
  /** What has to be given with `done`; empty: their word is enough. */
  readonly evidence: readonly EvidenceKind[];
  /** Whose people look at what was done. Absent: nobody has to. */
  readonly confirm?: TaskConfirmation;
  /** Whose people may let a release go on without it once it has failed. Absent: nobody's. */
  readonly skippedBy?: string;
};

export type TaskConfirmation = {
  readonly group: string;
  readonly deadlineMs: number;
  readonly remindBeforeMs: readonly number[];
};

export const taskOutcomes = ['done', 'failed', 'cannot'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

/** What somebody says of a task. Their words lie beside the statement, as its comment. */
export type TaskReport = {
  readonly outcome: TaskOutcome;
  /** Address of the evidence; null: none was given. */
  readonly link: string | null;
  /** Digest of a file that shows it; null: none was given. */
  readonly file: string | null;
};

/** The confirmation of exactly one report. */
export type Confirms = {
  /** The task. */
  readonly requirement: string;
  /** Digest of the signed report. */
  readonly report: string;
};

/** The id of a task, as its stage and its requirement have it. */
export function taskId(environment: string, task: string): string {
  return `${environment}/task/${task}`;
}

/** The id of the requirement by which a task is confirmed. */
export function confirmationId(task: string): string {
  return `${task}/confirmation`;
}

/** What was demanded with `done` and is not there. */
export function missingEvidence(
  { evidence }: Pick<TaskPolicy, 'evidence'>,
  { link, file }: TaskReport,
  { commentDigest }: { readonly commentDigest: string | null },
): readonly EvidenceKind[] {
  const given = { link, file, text: commentDigest };
  return evidence.filter((kind) => given[kind] === null);
}
