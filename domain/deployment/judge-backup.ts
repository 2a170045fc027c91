import type { Judgement } from '../gate/gate.ts';
import type { BackupExpectation } from '../plan/policy.ts';

/** What the tools said about a backup. */
export type BackupEvidence = {
  /** What should be an RFC 3339 instant; null when the tool did not say one. */
  readonly takenAt: string | null;
  /** Of the command that restored it; null while nothing was restored. */
  readonly restoreExitCode: number | null;
  /** RFC 3339. */
  readonly now: string;
  /** What came back was asked, and said. Absent: nothing is expected of it. */
  readonly answers?: readonly BackupAnswer[];
};

/** What a restored database said. */
export type BackupAnswer = {
  readonly expected: BackupExpectation;
  readonly found: string | null;
  /** Why it said nothing; null where it did. */
  readonly problem: string | null;
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Passes for a backup that is young enough, was restored, and of which all came back that is
 * expected. One that merely lies there proves nothing, and neither does an age that nobody can read
 * or that lies in the future, or an answer that is none.
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
  return judgeAnswers(`The backup of ${takenAt} was restored`, evidence.answers);
}

function judgeAnswers(restored: string, answers: BackupEvidence['answers']): Judgement {
  if (answers === undefined) {
    return { verdict: 'pass', reason: `${restored}; nobody looked at what came back.` };
  }
  if (answers.length === 0) {
    return { verdict: 'inconclusive', reason: `${restored}, but nobody asked what came back.` };
  }
  const wrong = answers.map(judgeAnswer).filter(({ verdict }) => verdict !== 'pass');
  const worst = wrong.find(({ verdict }) => verdict === 'fail') ?? wrong[0];
  if (worst !== undefined) {
    return { verdict: worst.verdict, reason: `${restored}, but ${worst.reason}` };
  }
  const count = answers.length === 1 ? 'the answer was' : `${answers.length} answers were`;
  return { verdict: 'pass', reason: `${restored}, and ${count} as expected.` };
}

function judgeAnswer({ expected, found, problem }: BackupAnswer): Judgement {
  const { query, equals, atLeast } = expected;
  const asked = `\`${query}\``;
  if (problem !== null) {
    return { verdict: 'inconclusive', reason: `${asked} was not answered: ${problem}` };
  }
  if (found === null) return { verdict: 'inconclusive', reason: `${asked} answered nothing.` };
  if (equals !== undefined && found !== equals) {
    return { verdict: 'fail', reason: `${asked} answered ${found}, not ${equals}.` };
  }
  if (atLeast === undefined) {
    const reason = `${asked} has nothing to be compared with.`;
    return equals === undefined ? { verdict: 'inconclusive', reason } : aPass;
  }
  const number = found.trim() === '' ? Number.NaN : Number(found);
  if (Number.isNaN(number)) {
    return { verdict: 'inconclusive', reason: `${asked} answered ${found}, which is no number.` };
  }
  if (number >= atLeast) return aPass;
  return { verdict: 'fail', reason: `${asked} answered ${found}; ${atLeast} is the least.` };
}

const aPass: Judgement = { verdict: 'pass', reason: '' };
