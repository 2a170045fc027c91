import { type CompiledPlan, compilePlan } from '../../domain/plan/compile-plan.ts';
import { nameRemedy } from '../../domain/plan/nearest-name.ts';
import type { PlanProblem } from '../../domain/plan/problem.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { Services } from '../services.ts';
import { compileProblems } from './places.ts';
import { serviceHistory } from './service-history.ts';
import type { WrittenRelease } from './written-release.ts';

type Compiled = Extract<CompiledPlan, { plan: unknown }>;

/**
 * Compiles a release against the catalog and the policy that are applied now. Throws a `Problem`
 * that names every wrong place, or says that nothing was applied to compile against.
 */
export async function compileRelease(
  written: WrittenRelease,
  { records, clock }: Pick<Services, 'records' | 'clock'>,
): Promise<Compiled> {
  const spec = written.document.content;
  const [applied, policy] = await Promise.all([records.catalog(), records.policy(spec.policy)]);
  if (applied === null) {
    throw new Problem('no-catalog', {
      detail: 'There is no catalog to compile a release against.',
    });
  }
  if (policy === null) {
    const names = (await records.policies()).map(({ name }) => name);
    throw doesNotCompile([unknownPolicy(spec.policy, names)], written);
  }
  // Only what is weighed is looked up: the rest of the plan does not depend on it.
  const isWeighed = policy.policy.risk !== undefined;
  const history = isWeighed ? await serviceHistory(spec, records, clock()) : [];
  const compiled = compilePlan({
    spec,
    catalog: applied.catalog,
    catalogDigest: applied.digest,
    policy: policy.policy,
    policyDigest: policy.digest,
    history,
  });
  if ('problems' in compiled) throw doesNotCompile(compiled.problems, written);
  return compiled;
}

function unknownPolicy(name: string, known: readonly string[]): PlanProblem {
  return {
    code: 'unknown-policy',
    document: 'release',
    pointer: '/spec/policy',
    message: `No policy \`${name}\` has been applied.`,
    remedy: nameRemedy(name, known, 'Apply a policy with PUT /v1/catalog.'),
  };
}

function doesNotCompile(problems: readonly PlanProblem[], written: WrittenRelease): Problem {
  const errors = compileProblems(problems, written);
  return new Problem('plan-does-not-compile', { detail: summaryOf(errors), errors });
}
