import { checkOthers } from '../../domain/other-release/check-others.ts';
import {
  type CompiledPlan,
  compilePlan,
  type PlanSources,
} from '../../domain/plan/compile-plan.ts';
import { nameRemedy } from '../../domain/plan/nearest-name.ts';
import type { Policy } from '../../domain/plan/policy.ts';
import { collectProblems, type PlanProblem } from '../../domain/plan/problem.ts';
import type { ReleaseSpec } from '../../domain/plan/spec.ts';
import type { ServiceHistory } from '../../domain/risk/service-history.ts';
import { fillIn } from '../../spec/message-template.ts';
import { usableLowerings } from '../lowerings/usable-lowerings.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { Services } from '../services.ts';
import { compileProblems } from './places.ts';
import { plansOfOthers } from './plans-of-others.ts';
import { serviceHistory } from './service-history.ts';
import type { WrittenRelease } from './written-release.ts';

type Compiled = Extract<CompiledPlan, { plan: unknown }>;

/**
 * Compiles a release against the catalog and the policy that are applied now. Throws a `Problem`
 * that names every wrong place, or says that nothing was applied to compile against.
 */
export async function compileRelease(
  written: WrittenRelease,
  services: Pick<Services, 'records' | 'clock'>,
): Promise<Compiled> {
  const lowerings = await usableLowerings(written.document.content.name, services);
  const compiled = compilePlan({ ...(await planSources(written, services)), lowerings });
  if ('problems' in compiled) throw doesNotCompile(compiled.problems, written);
  const others = await plansOfOthers(compiled.plan, services.records);
  const problems = collectProblems(checkOthers(written.document.content, compiled.plan, others));
  if (problems.length > 0) throw doesNotCompile(problems, written);
  return compiled;
}

/** Everything that a plan is compiled from, as it counts now. Throws as `compileRelease` does. */
export async function planSources(
  written: WrittenRelease,
  { records, clock }: Pick<Services, 'records' | 'clock'>,
): Promise<PlanSources> {
  const spec = written.document.content;
  const [applied, policy, current, started, audiences] = await Promise.all([
    records.catalog(),
    records.policy(spec.policy),
    records.duties(),
    records.sealed(spec.name),
    records.audiences(),
  ]);
  // A revision keeps the duties that its release began with: the current ones are asked besides.
  const duties = started === null ? current : (started.plan.duties ?? null);
  if (applied === null) {
    throw new Problem('no-catalog', {
      detail: 'There is no catalog to compile a release against.',
    });
  }
  if (policy === null) {
    const names = (await records.policies()).map(({ name }) => name);
    throw doesNotCompile([unknownPolicy(spec.policy, names)], written);
  }
  // A release that was started keeps the history that it was weighed by: what happens later, its
  // own going live above all, makes no other plan of it.
  const kept = started?.plan.assessment?.history ?? null;
  const history = kept ?? (await historyFor(spec, policy.policy, { records, clock }));
  return {
    spec,
    catalog: applied.catalog,
    catalogDigest: applied.digest,
    policy: policy.policy,
    policyDigest: policy.digest,
    history,
    duties,
    audiences,
    fillIn,
  };
}

/** Only what is weighed is looked up. */
async function historyFor(
  spec: ReleaseSpec,
  { risk }: Policy,
  { records, clock }: Pick<Services, 'records' | 'clock'>,
): Promise<readonly ServiceHistory[]> {
  if (risk === undefined) return [];
  const { longAfterMs } = risk.thresholds;
  return serviceHistory(spec, records, { now: clock(), longAfterMs });
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

/** What is wrong with a release, at the places where somebody wrote it. */
export function doesNotCompile(problems: readonly PlanProblem[], written: WrittenRelease): Problem {
  const errors = compileProblems(problems, written);
  return new Problem('plan-does-not-compile', { detail: summaryOf(errors), errors });
}
