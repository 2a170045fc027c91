import type { CatalogIndex } from '../plan/catalog-index.ts';
import { entryOf } from '../plan/entry-of.ts';
import type { ClassPolicy } from '../plan/policy.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import type { ReleaseSpec } from '../plan/spec.ts';
import { type Approved, asksAboutIrreversible } from '../risk/required-approvals.ts';
import type { RiskPolicy } from '../risk/risk-policy.ts';

/**
 * What is wrong with components that are said to be irreversible, or to lose rows on their way
 * back. Only a migration can stay where everything else is taken back. Wherever the release ends up somebody has to sign for it, and a
 * backup has to come back before: nothing else could bring the data back.
 */
export function* checkIrreversible(
  { components }: ReleaseSpec,
  { services }: CatalogIndex,
  approved: Approved,
  { risk, classPolicy }: { readonly risk: RiskPolicy; readonly classPolicy: ClassPolicy },
): PlanProblems {
  for (const [position, { service: name, irreversible, lossy }] of components.entries()) {
    const service = services.get(name);
    if ((irreversible ?? lossy) === undefined || service === undefined) continue;
    const said = irreversible === undefined ? 'lossy' : 'irreversible';
    const pointer = `/spec/components/${position}/${said}`;
    if (irreversible !== undefined && lossy !== undefined) {
      const message = `\`${name}\` has no way back at all, so there is none that loses rows.`;
      yield problem('lossy-without-way-back', pointer, message, 'Leave `lossy` out.');
    }
    if (service.migrations === undefined) {
      const message = `\`${name}\` has no migrations, so all of it can be taken back.`;
      const remedy = `Leave \`${said}\` out, or say \`migrations\` of the service in the catalog.`;
      yield problem('irreversible-without-migrations', pointer, message, remedy);
    }
    yield* checkBackups(pointer, name, approved.ends, classPolicy);
    if (asksAboutIrreversible(approved, risk)) continue;
    const message = `Nobody is named who signs for what \`${name}\` changes and cannot bring back.`;
    const remedy =
      'Add a rule with `when: { irreversible: true }` to `risk.rules` of the policy, which asks ' +
      `wherever the release ends up (${approved.ends.join(', ')}).`;
    yield problem('nobody-signs', pointer, message, remedy);
  }
}

function* checkBackups(
  pointer: string,
  name: string,
  ends: readonly string[],
  classPolicy: ClassPolicy,
): PlanProblems {
  for (const environment of ends) {
    const { checklist = [] } = entryOf(classPolicy.environments, environment) ?? {};
    if (checklist.some((item) => item.item === 'backup' && item.expects !== undefined)) continue;
    const message = `Nobody restores a backup in ${environment} before \`${name}\` goes there.`;
    const remedy =
      'Add the item `backup` with `expects` to the checklist of the environment in the policy; ' +
      'with `before: irreversible` other releases are not asked for it.';
    yield problem('no-restored-backup', pointer, message, remedy);
  }
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'release', message, remedy };
}
