import type { Judgement } from '../gate/gate.ts';

/** What the tools said about a backup. */
export type BackupEvidence = {
  /** What should be an RFC 3339 instant; null when the tool did not say one. */
  readonly takenAt: string | null;
  /** Of the command that restored it; null while nothing was restored. */
  readonly restoreExitCode: number | null;
  /** RFC 3339. */
  readonly now: string;
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Passes for a backup that is young enough and was restored. One that merely lies there proves
 * nothing, and neither does an age that nobody can read or that lies in the future.
 */
export function judgeBackup(evidence: BackupEvidence, maximumAgeMs: number): Judgement {
  const { takenAt, restoreExitCode, now } = evidence;
  const takenMs = takenAt !== null && instant.test(takenAt) ? Date.parse(takenAt) : Number.NaN;
  if (Number.isNaN(takenMs)) {
    return { verdict: 'inconclusive', reason: 'Nobody says when the latest backup was taken.' };
  }
  const ageMs = Date.parse(now) - takenMs;
  if (ageMs < 0) {
    return { verdict: 'inconclusive', reason: `The backup says it is of the future: ${takenAt}.` };
  }
  if (ageMs > maximumAgeMs) {
    const most = `${Math.floor(maximumAgeMs / 1000)} s is the most`;
    return { verdict: 'fail', reason: `The latest backup is of ${takenAt}; ${most}.` };
  }
  if (restoreExitCode === null) {
    return { verdict: 'inconclusive', reason: 'The backup was not restored.' };
  }
  if (restoreExitCode !== 0) {
    const reason = `The backup of ${takenAt} was not restored: exit code ${restoreExitCode}.`;
    return { verdict: 'fail', reason };
  }
  return { verdict: 'pass', reason: `The backup of ${takenAt} was restored.` };
}
