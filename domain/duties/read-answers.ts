/** What the engine says about one set of policies. */
export type DutyAnswer =
  | {
      readonly decision: 'allow' | 'deny';
      /** The policies that made the decision; null where one has no such annotation. */
      readonly policies: readonly NamedPolicy[];
      /**
       * Policies that could not be evaluated. The engine leaves them out of its decision, so that a
       * `forbid` among them forbids nothing.
       */
      readonly errors: readonly { readonly id: string | null; readonly message: string }[];
    }
  | { readonly failure: string };

export type NamedPolicy = { readonly id: string | null; readonly reason: string | null };

export type DutyVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** `duties/` and the id of the policy that refuses, or what is wrong with the answer. */
      readonly code: string;
      readonly reason: string;
    };

/**
 * Whether all of the asked sets allow. Whatever is not a clear permission by named policies is a
 * refusal: an error of evaluation, a policy without a name, a set without an answer.
 */
export function readAnswers(asked: number, answers: readonly DutyAnswer[]): DutyVerdict {
  if (asked === 0 || answers.length !== asked) {
    return notUnderstood(`${asked} sets were asked, and ${answers.length} answered`);
  }
  const refusals = answers.map(readAnswer).filter((verdict) => !verdict.allowed);
  return refusals[0] ?? { allowed: true };
}

function readAnswer(answer: DutyAnswer): DutyVerdict {
  if ('failure' in answer) return notUnderstood(answer.failure);
  const { decision, policies, errors } = answer;
  // A policy that refuses says more than one that could not be asked.
  const [error] = decision === 'allow' || policies.length === 0 ? errors : [];
  if (error !== undefined) {
    return notUnderstood(`the policy ${error.id ?? 'without a name'}: ${error.message}`);
  }
  if (policies.length === 0) {
    if (decision !== 'deny') return notUnderstood('it is allowed by no policy');
    return refusal('not-permitted', 'No policy of the applied duties permits this.');
  }
  if (policies.some(({ id, reason }) => id === null || reason === null)) {
    return notUnderstood('a policy has no @id or no @reason');
  }
  if (decision === 'allow') return { allowed: true };
  const [first] = policies.toSorted((one, other) => ((one.id ?? '') < (other.id ?? '') ? -1 : 1));
  return refusal(first?.id ?? '', first?.reason ?? '');
}

function notUnderstood(why: string): DutyVerdict {
  return refusal('not-understood', `The duties could not be asked: ${why}.`);
}

function refusal(id: string, reason: string): DutyVerdict {
  return { allowed: false, code: `duties/${id}`, reason };
}
