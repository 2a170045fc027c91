import type { CommandEvidence, Gate } from './gate.ts';

/** Exit code 0 passes and any other fails; a command that did not run to its end proves nothing. */
export const judgeCommand: Gate<{ readonly name: string }, CommandEvidence> = (
  { name },
  { exitCode },
) => {
  if (!Number.isInteger(exitCode)) {
    return { verdict: 'inconclusive', reason: `\`${name}\` did not run to its end.` };
  }
  const verdict = exitCode === 0 ? 'pass' : 'fail';
  return { verdict, reason: `\`${name}\` ended with exit code ${exitCode}.` };
};
