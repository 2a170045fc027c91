import { verdictOf, worstOf } from '../judge/outcome.ts';
import type { IdentityCheck } from '../plan/validation-check.ts';
import type { Gate, HttpAnswer, Judgement } from './gate.ts';

/** How the same address answers who says nothing, who makes a name up, and who is known. */
export type IdentityEvidence = {
  readonly anonymous: HttpAnswer;
  readonly invented: HttpAnswer;
  readonly known: HttpAnswer;
};

/**
 * Passes when strangers are refused, and who is known is let in: an address that refuses everybody
 * is as wrong as one that is open. An answer that neither refuses nor lets in proves nothing.
 */
export const judgeIdentityCheck: Gate<IdentityCheck, IdentityEvidence> = (check, evidence) => {
  const { anonymous, invented, known } = evidence;
  const parts = [
    judgeStranger(check, anonymous, 'who says nothing of themselves'),
    judgeStranger(check, invented, 'who makes a credential up'),
    judgeKnown(check, known),
  ];
  const verdict = verdictOf(worstOf(parts.map((part) => part.verdict)));
  const told = parts.filter((part) => part.verdict === verdict);
  return { verdict, reason: `${known.url} ${told.map(({ reason }) => reason).join('; ')}.` };
};

function judgeStranger(
  { expectStatus, refuseStatuses }: IdentityCheck,
  { status }: HttpAnswer,
  who: string,
): Judgement {
  if (status === null) return { verdict: 'inconclusive', reason: `gives no answer to ${who}` };
  if (refuseStatuses.includes(status)) {
    return { verdict: 'pass', reason: `refuses ${who} with ${status}` };
  }
  const letsIn = status === expectStatus || (status >= 200 && status < 300);
  if (letsIn) return { verdict: 'fail', reason: `lets in ${who}, with ${status}` };
  return { verdict: 'inconclusive', reason: `answers ${who} with ${status}, which is no refusal` };
}

function judgeKnown({ expectStatus }: IdentityCheck, { status }: HttpAnswer): Judgement {
  if (status === null) {
    return { verdict: 'inconclusive', reason: 'gives no answer to who is known' };
  }
  if (status === expectStatus) {
    return { verdict: 'pass', reason: `lets in who is known, with ${status}` };
  }
  const reason = `answers who is known with ${status} in place of ${expectStatus}`;
  return { verdict: 'fail', reason };
}
