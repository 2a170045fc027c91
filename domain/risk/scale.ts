/** How much depends on a service, from least to most. */
export const criticalities = ['low', 'medium', 'high', 'critical'] as const;
export type Criticality = (typeof criticalities)[number];

/**
 * Kinds of data that a service handles. `health` stands for every special category of personal
 * data (GDPR, article 9).
 */
export const dataClasses = [
  'public',
  'internal',
  'confidential',
  'payment',
  'personal',
  'health',
] as const;
export type DataClass = (typeof dataClasses)[number];

/** Where these are handled, somebody else looks at every change. */
export const personalDataClasses: readonly DataClass[] = ['personal', 'health'];

/** What a version of a service consists of. */
export const serviceContents = ['code', 'configuration', 'schema', 'data'] as const;
export type ServiceContent = (typeof serviceContents)[number];

/** How well one sees what a service does: not at all, by health alone, or by its objectives. */
export const monitoringLevels = ['none', 'basic', 'objectives'] as const;
export type MonitoringLevel = (typeof monitoringLevels)[number];

/** What a release engineer can say of a component, over what the catalog knows. It only raises. */
export const declaredRisks = [
  'breaking-change',
  'schema-change',
  'irreversible',
  'personal-data',
] as const;
export type DeclaredRisk = (typeof declaredRisks)[number];

/**
 * What a release is by its content, in the order of the rigor that it asks for: data comes after
 * code because it is harder to take back, and a hotfix after data because it has less time.
 */
export const releaseTypes = ['configuration', 'patch', 'minor', 'data', 'hotfix', 'major'] as const;
export type ReleaseType = (typeof releaseTypes)[number];

/** Whether a release concerns daily work, or what the organisation lives from. */
export const tiers = ['operational', 'strategic'] as const;
export type Tier = (typeof tiers)[number];

/**
 * The types of change of ITIL: `standard` is pre-authorised work of a known model, `emergency`
 * cannot wait, and `normal` is everything else.
 */
export const changeTypes = ['standard', 'normal', 'emergency'] as const;
export type ChangeType = (typeof changeTypes)[number];

/** Who has to say yes, from least to most rigor. */
export const approvalPaths = ['automatic', 'peer', 'cab'] as const;
export type ApprovalPath = (typeof approvalPaths)[number];

/** Whether users get a release at once or in parts; the second is the more careful. */
export const rolloutModels = ['big-bang', 'phased'] as const;
export type RolloutModel = (typeof rolloutModels)[number];

/** How a version takes the place of the one before, from least to most careful. */
export const rolloutStrategies = ['all-at-once', 'rolling', 'blue-green', 'canary'] as const;
export type RolloutStrategy = (typeof rolloutStrategies)[number];

/** The level that comes last in its scale; the scale's first one where there are none. */
export function highestOf<Level>(
  scale: readonly [Level, ...Level[]],
  levels: Iterable<Level>,
): Level {
  let highest = 0;
  for (const level of levels) highest = Math.max(highest, scale.indexOf(level));
  return scale[highest] ?? scale[0];
}

/** Whether a level comes before another in their scale. */
export function isBelow<Level>(scale: readonly Level[], level: Level, other: Level): boolean {
  return scale.indexOf(level) < scale.indexOf(other);
}
