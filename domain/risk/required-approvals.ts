import type { ClassPolicy } from '../plan/policy.ts';
import type { RequirementPolicy } from '../plan/requirement-policy.ts';
import type { ReleaseClass } from '../plan/spec.ts';
import type { RiskAssessment } from './assessment.ts';
import { type ApprovalRule, type RiskPolicy, usualPeerReview } from './risk-policy.ts';
import { type Criticality, criticalities, isBelow } from './scale.ts';

/** What the rules about approvals are asked of. */
export type Approved = {
  readonly releaseClass: ReleaseClass;
  readonly assessment: RiskAssessment;
  readonly criticality: Criticality;
  /** Groups that own a component, by name. */
  readonly owners: readonly string[];
  /** Where the release ends up: the environments that none of its others promotes from. */
  readonly ends: readonly string[];
  /** Whether something that it changes cannot come back. */
  readonly irreversible: boolean;
};

/**
 * The class policy with everything that risk asks for besides. A group that is asked already is not
 * asked twice: the greater number of people counts, and the shorter time with its reminders and its
 * escalation.
 */
export function withRequiredApprovals(
  classPolicy: ClassPolicy,
  approved: Approved,
  policy: RiskPolicy,
): ClassPolicy {
  const environments = Object.entries(classPolicy.environments).map(([name, environment]) => {
    const required = [
      ...(approved.ends.includes(name) ? reviewsOf(approved, policy) : []),
      ...rulesOf(name, approved, policy),
    ];
    if (required.length === 0) return [name, environment] as const;
    const approvals = required.reduce(merge, environment.approvals ?? []);
    return [name, { ...environment, approvals }] as const;
  });
  return { ...classPolicy, environments: Object.fromEntries(environments) };
}

/** What the path asks for. Personal data has its peer on any path, and whatever a policy says. */
function* reviewsOf(
  { assessment, owners }: Approved,
  { reviews }: RiskPolicy,
): Iterable<RequirementPolicy> {
  const { path, classification } = assessment;
  if (path === 'peer' || classification.personalData) {
    const { group, ...review } = reviews.peer ?? usualPeerReview;
    if (group === undefined) {
      for (const owner of owners) yield { ...review, id: `peer.${owner}`, group: owner };
    } else {
      yield { ...review, id: 'peer', group };
    }
  }
  if (path === 'cab' && reviews.cab !== undefined) yield { ...reviews.cab, id: 'cab' };
}

/** Whether somebody is asked about what cannot come back, wherever the release ends up. */
export function asksAboutIrreversible(approved: Approved, { rules }: RiskPolicy): boolean {
  return approved.ends.every((environment) =>
    rules.some(
      (rule) =>
        rule.when.irreversible === true &&
        (rule.when.environments ?? approved.ends).includes(environment) &&
        applies(rule, approved),
    ),
  );
}

function rulesOf(
  environment: string,
  approved: Approved,
  { rules }: RiskPolicy,
): readonly RequirementPolicy[] {
  return rules
    .filter(({ when }) => (when.environments ?? approved.ends).includes(environment))
    .filter((rule) => applies(rule, approved))
    .map(({ require }) => require);
}

function applies({ when }: ApprovalRule, approved: Approved): boolean {
  const { releaseClass, assessment, criticality } = approved;
  const { classification, score, path } = assessment;
  const { dataClasses, criticalityFrom, scoreFrom } = when;
  return (
    (when.irreversible === undefined || approved.irreversible) &&
    isAmong(releaseClass, when.classes) &&
    isAmong(classification.type, when.types) &&
    isAmong(classification.tier, when.tiers) &&
    isAmong(classification.changeType, when.changeTypes) &&
    isAmong(path, when.paths) &&
    (dataClasses?.some((each) => classification.dataClasses.includes(each)) ?? true) &&
    (criticalityFrom === undefined || !isBelow(criticalities, criticality, criticalityFrom)) &&
    (scoreFrom === undefined || score >= scoreFrom)
  );
}

function isAmong<Value>(value: Value, values: readonly Value[] | undefined): boolean {
  return values?.includes(value) ?? true;
}

function merge(
  asked: readonly RequirementPolicy[],
  required: RequirementPolicy,
): readonly RequirementPolicy[] {
  const known = asked.find(({ group }) => group === required.group);
  if (known === undefined) return [...asked, required];
  const stricter = known.deadlineMs <= required.deadlineMs ? known : required;
  const { deadlineMs, remindBeforeMs, escalate } = stricter;
  const { escalate: _, ...asks } = known;
  const second = escalate === undefined ? {} : { escalate };
  const count = Math.max(known.count, required.count);
  return asked.map((each) =>
    each === known ? { ...asks, count, deadlineMs, remindBeforeMs, ...second } : each,
  );
}
