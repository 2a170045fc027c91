import { type Outcome, worstOf } from '../judge/outcome.ts';
import { counted } from '../release/counted.ts';
import type { AnalysisSchedule } from './policy.ts';

/** What an analysis came to, as a whole. */
export type Conclusion = { readonly outcome: Outcome; readonly reason: string };

/** Why an analysis takes no further look although its looks do not end it. */
export type Stopped = 'cancelled' | 'out-of-data';

type Limits = Pick<
  AnalysisSchedule,
  'count' | 'failureLimit' | 'inconclusiveLimit' | 'consecutiveErrorLimit'
>;

/**
 * What the looks of an analysis come to, in their order; null while another look is to be taken.
 *
 * Where several things end it at once, the worst counts, in the one order that sides, metrics,
 * components and looks share (`worstOf`): fail, error, inconclusive, pass.
 *
 * - Failures above their limit: fail. Errors in a row above theirs: error. Inconclusive looks above
 *   theirs: inconclusive.
 * - After `count` looks that were no errors, the last one speaks for all: it has judged everything
 *   that the others have, and more. A pass needs exactly that, so a failure that was borne on the
 *   way is no pass by itself, and neither is a good beginning.
 * - One that is stopped before, by a person or because its data end, is inconclusive, however good
 *   it looked.
 */
export function concludeAnalysis(
  looks: readonly Outcome[],
  limits: Limits,
  stopped: Stopped | null = null,
): Conclusion | null {
  const ends = [...exceeded(looks, limits), ...lastWord(looks, limits)];
  if (ends.length === 0) {
    return stopped === null ? null : { outcome: 'inconclusive', reason: stops[stopped] };
  }
  const outcome = worstOf(ends.map((end) => end.outcome));
  return ends.find((end) => end.outcome === outcome) ?? null;
}

const stops: Readonly<Record<Stopped, string>> = {
  cancelled: 'It was cancelled before its last look: what it had seen proves nothing.',
  'out-of-data': 'The time that was asked for ends before its last look.',
};

function exceeded(looks: readonly Outcome[], limits: Limits): readonly Conclusion[] {
  const { failureLimit, inconclusiveLimit, consecutiveErrorLimit } = limits;
  const number = (outcome: Outcome) => looks.filter((look) => look === outcome).length;
  const rules = [
    { outcome: 'fail', found: number('fail'), limit: failureLimit, what: 'failed' },
    {
      outcome: 'error',
      found: longestRun(looks, 'error'),
      limit: consecutiveErrorLimit,
      what: 'in a row could not read their data',
    },
    {
      outcome: 'inconclusive',
      found: number('inconclusive'),
      limit: inconclusiveLimit,
      what: 'were inconclusive',
    },
  ] as const;
  return rules
    .filter(({ found, limit }) => found > limit)
    .map(({ outcome, found, limit, what }) => {
      return { outcome, reason: `${counted(found, 'look')} ${what}; the limit is ${limit}.` };
    });
}

function lastWord(looks: readonly Outcome[], { count }: Limits): readonly Conclusion[] {
  const judged = looks.filter((look) => look !== 'error');
  const last = judged[count - 1];
  if (last === undefined) return [];
  const reason = `The last of ${counted(count, 'look')}, which judged everything, says ${last}.`;
  return [{ outcome: last, reason }];
}

function longestRun(looks: readonly Outcome[], of: Outcome): number {
  let [longest, current] = [0, 0];
  for (const look of looks) {
    current = look === of ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}
