import type { FactorName, RiskFactor } from './assessment.ts';
import type { ComponentFacts, RiskFacts } from './facts.ts';
import { greatestPriorityNumber, riskPriorityNumber } from './failure-mode.ts';
import { nameList } from './name-list.ts';
import type { RiskPolicy } from './risk-policy.ts';
import { type Criticality, criticalities, type DataClass, highestOf } from './scale.ts';

/**
 * The factors that give points, each with its reason. Their order is fixed, and no factor takes any
 * points away.
 */
export function weighFactors(facts: RiskFacts, policy: RiskPolicy): readonly RiskFactor[] {
  return [
    ...weighCriticality(facts, policy),
    ...weighData(facts, policy),
    ...weighComponents(facts, policy),
    ...weighChanges(facts, policy),
    ...weighDependents(facts, policy),
    ...weighFailureModes(facts, policy),
    ...weighHistory(facts, policy),
  ].filter(({ points }) => points > 0);
}

/** Whether the version breaks what the one before promised, by its number or by its engineer. */
export function breaks({ bump, raises }: ComponentFacts): boolean {
  return bump === 'major' || raises.includes('breaking-change');
}

function changesSchema({ content, raises }: ComponentFacts): boolean {
  return content === 'schema' || raises.includes('schema-change');
}

/** Whether what it changes cannot be taken back. */
export function isIrreversible({ raises }: ComponentFacts): boolean {
  return raises.includes('irreversible');
}

/** What a component handles, with what counts where the catalog is silent. */
export function dataOf({ dataClasses, raises }: ComponentFacts): readonly DataClass[] {
  const declared = dataClasses ?? ['confidential' as const];
  return raises.includes('personal-data') ? [...declared, 'personal'] : declared;
}

function* weighCriticality(
  { components }: RiskFacts,
  { weights, unstatedCriticality }: RiskPolicy,
): Iterable<RiskFactor> {
  const levelOf = ({ criticality }: ComponentFacts) => criticality ?? unstatedCriticality;
  const level: Criticality = highestOf(criticalities, components.map(levelOf));
  const named = components.filter(({ criticality }) => criticality === level);
  const unsaid = components.filter(({ criticality }) => criticality === null);
  const points = weights.criticality[level];
  const reason =
    named.length > 0
      ? `The criticality of ${namesOf(named)} is ${level}.`
      : `The catalog does not say the criticality of ${namesOf(unsaid)}, which counts as ${level}.`;
  yield factor('criticality', points, reason);
}

function* weighData({ components }: RiskFacts, { weights }: RiskPolicy): Iterable<RiskFactor> {
  const points = Math.max(0, ...components.flatMap(dataOf).map((each) => weights.dataClass[each]));
  const weighs = (each: DataClass) => weights.dataClass[each] === points;
  const heaviest = components.filter((component) => dataOf(component).some(weighs));
  const classes = [...new Set(heaviest.flatMap(dataOf).filter(weighs))].toSorted();
  const stated = heaviest.filter(
    ({ dataClasses, raises }) => dataClasses !== null || raises.includes('personal-data'),
  );
  const counted = classes.join(', ');
  const reason =
    stated.length > 0
      ? `Data of the class ${counted} is handled by ${namesOf(stated)}.`
      : `The catalog does not say what data is handled by ${namesOf(heaviest)}: ${counted}, then.`;
  yield factor('data-class', points, reason);
}

function* weighComponents(
  { components }: RiskFacts,
  { weights }: RiskPolicy,
): Iterable<RiskFactor> {
  const further = Math.max(0, components.length - 1);
  const reason = `${components.length} components have to work together.`;
  yield factor('components', further * weights.furtherComponent, reason);
}

function* weighChanges({ components }: RiskFacts, { weights }: RiskPolicy): Iterable<RiskFactor> {
  const schemas = namesOf(components.filter(changesSchema));
  const final = namesOf(components.filter(isIrreversible));
  const breaking = namesOf(components.filter(breaks));
  if (schemas !== '') {
    yield factor('schema-change', weights.schemaChange, `A schema is changed by ${schemas}.`);
  }
  if (final !== '') {
    const reason = `What is changed by ${final} cannot be taken back.`;
    yield factor('irreversible', weights.irreversible, reason);
  }
  if (breaking !== '') {
    const reason = `What relied on the version before may be broken by ${breaking}.`;
    yield factor('breaking-change', weights.breakingChange, reason);
  }
}

function* weighDependents(
  { dependents }: RiskFacts,
  { weights }: RiskPolicy,
): Iterable<RiskFactor> {
  const reason = `What is released is needed by ${nameList(dependents)}.`;
  yield factor('dependents', dependents.length * weights.dependent, reason);
}

function* weighFailureModes(
  { failureModes }: RiskFacts,
  { weights }: RiskPolicy,
): Iterable<RiskFactor> {
  const greatest = Math.max(0, ...failureModes.map(riskPriorityNumber));
  const points = Math.ceil((greatest * weights.failureMode) / greatestPriorityNumber);
  const reason = `The greatest risk priority number of its failure modes is ${greatest}.`;
  yield factor('failure-modes', points, reason);
}

function* weighHistory(
  { components }: RiskFacts,
  { weights, thresholds }: RiskPolicy,
): Iterable<RiskFactor> {
  const failed = components.filter(({ history }) => (history?.failures ?? 0) > 0);
  const failures = failed.reduce((sum, { history }) => sum + (history?.failures ?? 0), 0);
  const times = failures === 1 ? 'One' : String(failures);
  const reason = `${times} of the recent releases of ${namesOf(failed)} were taken back.`;
  yield factor('failed-releases', failures * weights.failedRelease, reason);
  const strange = components.filter(
    ({ history }) => history !== null && (history.version === null || history.isLongAgo),
  );
  if (strange.length === 0) return;
  const days = Math.round(thresholds.longAfterMs / 86_400_000);
  const since = `Never released before, or not for ${days} days: ${namesOf(strange)}.`;
  yield factor('long-after', weights.longAfter, since);
}

function namesOf(components: readonly ComponentFacts[]): string {
  return nameList(components.map(({ service }) => service));
}

function factor(name: FactorName, points: number, reason: string): RiskFactor {
  return { factor: name, points, reason };
}
