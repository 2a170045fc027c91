import { nameRemedy } from '../../domain/plan/nearest-name.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import {
  type ClosedRange,
  closedRangeForm,
  readClosedRange,
} from '../../domain/rehearsal/closed-range.ts';
import { readFailTarget } from '../../domain/rehearsal/fail-targets.ts';
import type { FailTarget } from '../../domain/rehearsal/order.ts';
import { Problem, type ProblemPlace } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';

type Written = {
  readonly fail: readonly string[];
  readonly nobody: readonly string[];
  readonly closed: readonly string[];
};

export type Mishaps = {
  readonly fail: readonly FailTarget[];
  readonly nobody: readonly string[];
  readonly closed: readonly ClosedRange[];
};

/** What was chosen, in the terms of the plan. Throws a `Problem` that names every wrong place. */
export function readMishaps(
  { fail, nobody, closed }: Written,
  plan: ReleasePlan,
  knownGroups: readonly string[],
): Mishaps {
  const errors: ProblemPlace[] = [];
  const refuse = (code: string, place: string, message: string, remedy: string) =>
    void errors.push({ code, pointer: `/mishaps/${place}`, message, remedy });
  const targets = fail.flatMap((text, index) => {
    const read = readFailTarget(text, plan);
    if (!('problem' in read)) return read;
    return refuse('unknown-stage', `fail/${index}`, read.problem, read.remedy) ?? [];
  });
  for (const [index, group] of nobody.entries()) {
    if (knownGroups.includes(group)) continue;
    const remedy = nameRemedy(group, knownGroups, 'Declare the group in the catalog first.');
    const message = `The catalog has no group \`${group}\`.`;
    refuse('unknown-group', `nobody/${index}`, message, remedy);
  }
  const ranges = closed.flatMap((text, index) => {
    const read = readClosedRange(text);
    if (!('problem' in read)) return read;
    return refuse('invalid-range', `closed/${index}`, read.problem, closedRangeForm) ?? [];
  });
  if (errors.length > 0) throw new Problem('invalid-body', { detail: summaryOf(errors), errors });
  return { fail: targets, nobody, closed: ranges };
}
