import { contentDigest } from '../ledger/digest.ts';
import type { PlannedComponent, PlanPrints, ReleasePlan } from '../plan/plan.ts';
import type { Stage } from '../plan/stage.ts';

type Printed = Omit<ReleasePlan, 'duties' | 'compiledFrom'>;

/** The digests of everything that a revision of the plan may change or leave. */
export function printsOf(plan: Printed): PlanPrints {
  const { components, environments } = plan;
  const each = (print: (environment: string) => string) =>
    Object.fromEntries(environments.map((name) => [name, print(name)]));
  return {
    components: Object.fromEntries(
      components.map((component) => [component.name, printOf(component)]),
    ),
    contents: each((environment) => contentDigest(contentOf(plan, environment))),
    parts: each((environment) => contentDigest(partOf(plan, environment))),
  };
}

/** The digest of what is built, packed and judged of a component; not of where it goes. */
export function printOf({ name: _name, wave: _wave, service, ...rest }: PlannedComponent): string {
  const { owner: _owner, description: _description, deployments: _places, ...built } = service;
  return contentDigest({ ...rest, service: built });
}

function contentOf({ components }: Printed, environment: string) {
  return components.map((component) => ({
    name: component.name,
    wave: component.wave,
    print: printOf(component),
    deployment: component.service.deployments[environment] ?? null,
  }));
}

/**
 * Titles and who carries something out are no part of it, nor is who is told: they may change
 * without anybody deciding anew. Each requirement adds its own question.
 */
function partOf(plan: Printed, environment: string) {
  const { releaseClass, rollback, deviations = null, assessment = null, regions = {} } = plan;
  return {
    environment,
    region: regions[environment] ?? null,
    releaseClass,
    rollback,
    deviations,
    assessment,
    content: contentOf(plan, environment),
    stages: plan.stages.filter((stage) => isDecidedOn(stage, environment)).map(definitionOf),
  };
}

function isDecidedOn(stage: Stage, environment: string): boolean {
  return stage.environment === environment && !['approval', 'announce'].includes(stage.kind);
}

/** What a stage does, without what it is called and who answers for it. */
export function definitionOf(stage: Stage) {
  const { title: _title, accountable: _accountable, responsible: _responsible, ...rest } = stage;
  return rest;
}
