import type { DeviationScope, LoweredLevel } from '../deviation/deviation.ts';
import { contentDigest } from '../ledger/digest.ts';
import type { ClassPolicy, DeviationRule, Policy } from '../plan/policy.ts';
import type { ReleaseClass, ReleaseSpec } from '../plan/spec.ts';
import type { RiskAssessment } from './assessment.ts';
import { approvalPaths, isBelow, releaseTypes, tiers } from './scale.ts';

type Scope = Extract<DeviationScope, { kind: 'lowering' }>;

/** In the order of their rigor. `emergency` stands apart: the board decides about each. */
const comparedClasses = ['standard', 'normal', 'major'] as const;

/** What a release says of itself below what the rules make it, class first. */
export function loweredLevels(
  { releaseClass, classification: stated = {} }: ReleaseSpec,
  { classification, path }: RiskAssessment,
): readonly LoweredLevel[] {
  const { leastClass } = classification;
  const isClassLow =
    releaseClass !== 'emergency' && isBelow<string>(comparedClasses, releaseClass, leastClass);
  return [
    ...(isClassLow ? [level('class', releaseClass, leastClass)] : []),
    ...lowOf('type', releaseTypes, stated.type, classification.type),
    ...lowOf('tier', tiers, stated.tier, classification.tier),
    ...lowOf('path', approvalPaths, stated.path, path),
  ];
}

function lowOf<Level extends string>(
  what: LoweredLevel['what'],
  scale: readonly Level[],
  stated: Level | undefined,
  ruled: Level,
): readonly LoweredLevel[] {
  return stated !== undefined && isBelow(scale, stated, ruled) ? [level(what, stated, ruled)] : [];
}

function level(what: LoweredLevel['what'], stated: string, ruled: string): LoweredLevel {
  return { what, stated, ruled };
}

/**
 * What has to be granted for a release to be as low as it says; null where it is not too low. It is
 * about everything that the release says and everything that was weighed: where one of them is
 * another, something else is lowered.
 */
export function loweringScope(spec: ReleaseSpec, assessment: RiskAssessment): Scope | null {
  const levels = loweredLevels(spec, assessment);
  if (levels.length === 0) return null;
  return { kind: 'lowering', subjectDigest: contentDigest({ spec, assessment }), levels };
}

/**
 * Who lowers it, by the rules of the class that the release belongs into: a class of less rigor has
 * no say about what is let into it. Null: nobody.
 */
export function loweringRule(
  { classes }: Policy,
  releaseClass: ReleaseClass,
  levels: readonly LoweredLevel[],
): DeviationRule | null {
  const ruled = levels.find(({ what }) => what === 'class')?.ruled ?? releaseClass;
  const policies: Readonly<Record<string, ClassPolicy | undefined>> = classes;
  return policies[ruled]?.deviations?.lowering ?? null;
}

/** The assessment as the release says it, once that was granted; what was weighed stays. */
export function lowerRigor(
  assessment: RiskAssessment,
  { classification: stated = {} }: ReleaseSpec,
  { id, levels }: { readonly id: string; readonly levels: readonly LoweredLevel[] },
): RiskAssessment {
  const has = (wanted: LoweredLevel['what']) => levels.some(({ what }) => what === wanted);
  const { classification, path, pathReasons } = assessment;
  return {
    ...assessment,
    classification: {
      ...classification,
      type: has('type') ? (stated.type ?? classification.type) : classification.type,
      tier: has('tier') ? (stated.tier ?? classification.tier) : classification.tier,
    },
    path: has('path') ? (stated.path ?? path) : path,
    pathReasons: has('path')
      ? [...pathReasons, `The exemption ${id} lowers the path from ${path} to ${stated.path}.`]
      : pathReasons,
  };
}
