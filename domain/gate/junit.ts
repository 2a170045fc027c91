import type { GateDefinition } from '../plan/catalog.ts';
import type { Gate, Judgement, JunitEvidence, JunitReport } from './gate.ts';

type JunitDefinition = Extract<GateDefinition, { gate: 'junit' }>;
type Counts = Extract<JunitReport, { readable: true }>;

/**
 * Passes when enough tests ran and enough of those passed. Skipped tests did not run. No report,
 * one that cannot be read, one whose counts contradict each other, or too few tests prove nothing.
 */
export const judgeJunit: Gate<JunitDefinition, JunitEvidence> = (definition, evidence) => {
  const { report, exitCode } = evidence;
  if (report === null) return inconclusive('There is no test report.');
  if (!report.readable) return inconclusive(report.reason);
  if (!isConsistent(report)) {
    return inconclusive('The counts of the test report contradict each other.');
  }
  const ran = report.tests - report.skipped;
  if (ran === 0) return inconclusive(`No test ran; ${report.skipped} were skipped.`);
  if (ran < definition.minimumTests) {
    return inconclusive(`${ran} tests ran; ${definition.minimumTests} are the least that count.`);
  }
  return judgeRate(definition, report, ran, exitCode);
};

function judgeRate(
  { minimumPassRate }: JunitDefinition,
  report: Counts,
  ran: number,
  exitCode: number | null,
): Judgement {
  const failed = report.failures + report.errors;
  const skipped = report.skipped === 0 ? '' : `, ${report.skipped} skipped`;
  const counts = `${ran - failed} of ${ran} tests passed${skipped}`;
  if ((ran - failed) / ran < minimumPassRate) {
    const names = report.failedNames.slice(0, 5).join(', ');
    const which = names === '' ? '' : ` Among those that did not: ${names}.`;
    return {
      verdict: 'fail',
      reason: `${counts}; needed are ${percent(minimumPassRate)}.${which}`,
    };
  }
  // A run that says it failed, beside a report in which all is well, has lost something on the way.
  if (failed === 0 && exitCode !== 0) {
    return inconclusive(
      `${counts}, but the command ended with exit code ${exitCode ?? 'unknown'}.`,
    );
  }
  return { verdict: 'pass', reason: `${counts}.` };
}

function isConsistent({ tests, failures, errors, skipped }: Counts): boolean {
  const counts = [tests, failures, errors, skipped];
  const areCounts = counts.every((count) => Number.isInteger(count) && count >= 0);
  return areCounts && failures + errors + skipped <= tests;
}

function inconclusive(reason: string): Judgement {
  return { verdict: 'inconclusive', reason };
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
