import type { GrantedLowering } from '../deviation/lowering.ts';
import type { DutySet } from '../duties/duty-set.ts';
import { contentDigest } from '../ledger/digest.ts';
import { findNonJson, type NonJson } from '../ledger/find-non-json.ts';
import { jsonPointer } from '../ledger/json-pointer.ts';
import { announceTo } from '../message/announce-to.ts';
import type { Audience, FillIn } from '../message/message.ts';
import { noticesOf } from '../message/notices-of.ts';
import { announcementValues } from '../message/values.ts';
import { assessRelease } from '../risk/assess-release.ts';
import type { ServiceHistory } from '../risk/service-history.ts';
import { buildStages } from './build-stages.ts';
import type { Catalog, Environment } from './catalog.ts';
import { indexCatalog } from './catalog-index.ts';
import { checkCatalog } from './check-catalog.ts';
import { checkMilestones } from './check-milestones.ts';
import { checkPolicy } from './check-policy.ts';
import { type CheckSettings, checkRelease } from './check-release.ts';
import { checkResponsibility } from './check-responsibility.ts';
import { entryOf } from './entry-of.ts';
import { orderEnvironments } from './order-environments.ts';
import type { ReleasePlan } from './plan.ts';
import { planComponents, wavesOf } from './plan-components.ts';
import type { ClassPolicy, Policy } from './policy.ts';
import { collectProblems, type PlanProblem } from './problem.ts';
import type { ReleaseSpec } from './spec.ts';

export type PlanSources = {
  readonly spec: ReleaseSpec;
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** Digests of the applied files, for the plan to name what it was compiled from. */
  readonly catalogDigest: string;
  readonly policyDigest: string;
  /** The applied duties, which the plan pins; absent or null where there are none. */
  readonly duties?: DutySet | null;
  /** What happened to the services before, where somebody knows it. */
  readonly history?: readonly ServiceHistory[];
  /** The applied audiences. Absent: there are none. */
  readonly audiences?: readonly Audience[];
  /** Fills templates in; without it announcements say what is written. */
  readonly fillIn?: FillIn;
  /** What others have granted for a release of this name, and may be used now. */
  readonly lowerings?: readonly GrantedLowering[];
  /** Asks the deployers about their settings; without it they are not checked. */
  readonly checkSettings?: CheckSettings;
};

export type CompiledPlan =
  | { readonly plan: ReleasePlan; readonly digest: string }
  | { readonly problems: readonly PlanProblem[] };

/**
 * Everything that a release will do, with the digest of its canonical JSON, or every problem at
 * once. Depends on nothing but its arguments, and never throws.
 */
export function compilePlan(sources: PlanSources): CompiledPlan {
  const { spec, catalog, policy } = sources;
  const classPolicy = entryOf(policy.classes, spec.releaseClass);
  const assessed = classPolicy === undefined ? null : assessRelease({ ...sources, classPolicy });
  const problems = collectProblems([
    ...checkCatalog(catalog),
    ...checkPolicy(policy, catalog, sources.audiences),
    ...collectProblems(checkRelease(sources)),
    ...(assessed?.problems ?? []),
  ]);
  if (problems.length > 0 || classPolicy === undefined) return { problems };
  const plan = toPlan(sources, assessed?.classPolicy ?? classPolicy, assessed ?? {});
  const holes = collectProblems([
    ...checkResponsibility(plan, indexCatalog(catalog)),
    ...checkMilestones(plan),
  ]);
  if (holes.length > 0) return { problems: holes };
  const nonJson = findNonJson(plan);
  return nonJson === null
    ? { plan, digest: contentDigest(plan) }
    : { problems: [notJson(nonJson)] };
}

/** Documents that were read from text never get here; a caller's own values might. */
function notJson({ path, found }: NonJson): PlanProblem {
  return {
    code: 'not-json',
    document: 'release',
    pointer: '',
    message: `The plan has no digest, because ${jsonPointer(path)} in it is ${found}.`,
    remedy: 'Use only what JSON can carry in the release, the catalog and the policy.',
  };
}

function toPlan(
  sources: PlanSources,
  classPolicy: ClassPolicy,
  { assessment, lowering }: Partial<Pick<ReleasePlan, 'assessment' | 'lowering'>>,
): ReleasePlan {
  const { spec, catalog, catalogDigest, policyDigest, duties = null } = sources;
  const { audiences = [], fillIn = asWritten } = sources;
  const { scopeFrozenAfter: frozenAfter } = classPolicy;
  const index = indexCatalog(catalog);
  const environments = orderEnvironments(spec.environments, index.environments);
  const waves = wavesOf(spec, index.services);
  const components = planComponents(spec, waves, index.services);
  return {
    format: 'tidegate/plan/v1',
    name: spec.name,
    title: spec.title,
    description: spec.description,
    releaseClass: spec.releaseClass,
    accountable: spec.accountable,
    components,
    environments: environments.map(({ name }) => name),
    ...regionsOf(environments),
    stages: buildStages({
      spec,
      classPolicy,
      environments,
      components,
      services: index.services,
      ...waves,
      highRisk: assessment?.path === 'cab',
      announcementFor: (policy, environment) =>
        announceTo(policy, audiences, {
          fillIn,
          values: announcementValues({ ...spec, components }, environment),
        }),
    }),
    rollback: spec.rollback,
    ...(classPolicy.deviations === undefined ? {} : { deviations: classPolicy.deviations }),
    ...(classPolicy.notify === undefined
      ? {}
      : { notices: noticesOf(classPolicy.notify, audiences) }),
    ...(frozenAfter === undefined ? {} : { scopeFrozenAfter: frozenAfter }),
    ...(spec.schedule === undefined ? {} : { schedule: spec.schedule }),
    ...(assessment === undefined ? {} : { assessment }),
    ...(lowering === undefined ? {} : { lowering }),
    compiledFrom: {
      catalog: catalogDigest,
      policy: policyDigest,
      ...(duties === null ? {} : { duties: contentDigest(duties) }),
    },
    ...(duties === null ? {} : { duties }),
  };
}

const asWritten: FillIn = (template) => template;

function regionsOf(environments: readonly Environment[]): Pick<ReleasePlan, 'regions'> {
  const regions: Record<string, string> = {};
  for (const { name, region } of environments) if (region !== undefined) regions[name] = region;
  return Object.keys(regions).length === 0 ? {} : { regions };
}
