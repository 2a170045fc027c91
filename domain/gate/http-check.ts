import type { HttpCheck } from '../plan/validation-check.ts';
import type { Gate, HttpAnswer } from './gate.ts';

/**
 * Passes when everyone who was asked answered with the expected status. Nobody asked proves
 * nothing.
 */
export const judgeHttpCheck: Gate<HttpCheck, readonly HttpAnswer[]> = (check, answers) => {
  const { component, expectStatus, path } = check;
  if (answers.length === 0) {
    return { verdict: 'inconclusive', reason: `There was nobody of ${component} to ask ${path}.` };
  }
  const wrong = answers.filter(({ status }) => status !== expectStatus);
  if (wrong.length === 0) {
    return {
      verdict: 'pass',
      reason: `${answers.length} of ${component} answered ${expectStatus}.`,
    };
  }
  const told = wrong.slice(0, 5).map(({ url, status }) => `${url} ${status ?? 'gave no answer'}`);
  const reason = `Expected ${expectStatus} of ${component}, but ${told.join(', ')}.`;
  return { verdict: 'fail', reason };
};
