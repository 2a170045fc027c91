import type { LoweredLevel } from '../deviation/deviation.ts';
import type { CatalogIndex } from '../plan/catalog-index.ts';
import { checkPeople } from '../plan/check-people.ts';
import { checkReference } from '../plan/check-reference.ts';
import { nameRemedy } from '../plan/nearest-name.ts';
import type { PlanProblem, PlanProblems } from '../plan/problem.ts';
import type { ReleaseSpec } from '../plan/spec.ts';
import type { Advice, RiskAssessment } from './assessment.ts';
import { loweredLevels } from './lower-rigor.ts';
import { type RiskPolicy, usualPeerReview } from './risk-policy.ts';
import { isBelow, rolloutModels, rolloutStrategies } from './scale.ts';

type Checked = {
  readonly spec: ReleaseSpec;
  readonly assessment: RiskAssessment;
  /** Somebody else has granted that it is as low as it says. */
  readonly isLowered: boolean;
  readonly policy: RiskPolicy;
  readonly owners: readonly string[];
  readonly index: CatalogIndex;
};

/** What a release says of its risk and may not say, and what its risk asks for in vain. */
export function* checkRisk(checked: Checked): PlanProblems {
  yield* checkModel(checked);
  yield* checkLevels(checked);
  yield* checkExemption(checked);
  yield* checkFailureModes(checked);
  yield* checkDelivery(checked);
  yield* checkReviewers(checked);
}

function* checkModel({ spec, policy }: Checked): PlanProblems {
  const model = spec.classification?.changeModel;
  if (model === undefined || policy.changeModels.some(({ name }) => name === model)) return;
  const names = policy.changeModels.map(({ name }) => name);
  const message = `The policy has no pre-approved model \`${model}\`.`;
  const remedy = nameRemedy(model, names, 'Add it to `risk.changeModels` of the policy first.');
  yield problem('unknown-change-model', '/spec/classification/changeModel', message, remedy);
}

function* checkLevels({ spec, assessment, isLowered }: Checked): PlanProblems {
  if (isLowered) return;
  const { classification, pathReasons } = assessment;
  const [type = '', tier = ''] = classification.reasons;
  const reasons = {
    class: classification.reasons.at(-1) ?? '',
    type,
    tier,
    path: pathReasons.join(' '),
  };
  for (const level of loweredLevels(spec, assessment)) {
    const { what } = level;
    const pointer = what === 'class' ? '/spec/class' : `/spec/classification/${what}`;
    yield lowering(pointer, level, reasons[what]);
  }
}

function* checkExemption({ spec }: Checked): PlanProblems {
  if (spec.classification?.exemption === undefined) return;
  const message = 'A release cannot bring its own exemption: somebody else grants it.';
  const remedy =
    'Take it out, and ask for one with POST /v1/lowerings: the plan names it when somebody else ' +
    'grants it.';
  yield problem('exemption-not-granted', '/spec/classification/exemption', message, remedy);
}

function* checkFailureModes({ spec, index }: Checked): PlanProblems {
  const holders = new Set([...index.people.keys(), ...index.groups.keys()]);
  for (const [position, { owner }] of (spec.failureModes ?? []).entries()) {
    const origin = {
      document: 'release',
      pointer: `/spec/failureModes/${position}/owner`,
    } as const;
    yield* checkReference(origin, 'person-or-group', owner, holders);
  }
}

function* checkDelivery({ spec, assessment }: Checked): PlanProblems {
  const { model, strategy } = assessment.delivery;
  yield* checkPlanned('model', spec.delivery?.model, model);
  yield* checkPlanned('strategy', spec.delivery?.strategy, strategy);
  const departures = [
    ...(isBelow(rolloutModels, model.planned, model.recommended) ? [model] : []),
    ...(isBelow(rolloutStrategies, strategy.planned, strategy.recommended) ? [strategy] : []),
  ];
  const [first] = departures;
  if (first === undefined || spec.delivery?.reason !== undefined) return;
  const wished = departures.map(({ recommended }) => recommended).join(' and ');
  const happens = departures.map(({ planned }) => planned).join(' and ');
  const message = `${wished} is recommended, and ${happens} is planned. ${first.reason}`;
  const remedy =
    'Say in `delivery.reason` why that is good enough, or let the policy of the environment have ' +
    'a canary.';
  yield problem('departure-without-reason', '/spec/delivery/reason', message, remedy);
}

function* checkPlanned<Choice extends string>(
  what: 'model' | 'strategy',
  stated: Choice | undefined,
  { planned }: Advice<Choice>,
): PlanProblems {
  if (stated === undefined || stated === planned) return;
  const message = `The release says ${stated}, and the stages of its policy make it ${planned}.`;
  const remedy = `Write \`${planned}\`, or change the stages in the policy of the environment.`;
  yield problem('delivery-not-planned', `/spec/delivery/${what}`, message, remedy);
}

/** Whom the risk asks for has to be there: nobody else may stand in. */
function* checkReviewers({ assessment, policy, owners, index }: Checked): PlanProblems {
  const { cab, peer = usualPeerReview } = policy.reviews;
  const { path, classification } = assessment;
  if (path === 'cab' && cab === undefined) {
    yield {
      code: 'no-board',
      document: 'policy',
      pointer: '/spec/risk/reviews/cab',
      message: `The board has to decide, and the policy names none. ${assessment.pathReasons[0]}`,
      remedy: 'Add `risk.reviews.cab` with a group and a deadline to the policy.',
    };
  }
  if (peer.group !== undefined || (path !== 'peer' && !classification.personalData)) return;
  for (const group of owners) {
    yield* checkPeople('/spec/risk/reviews/peer', 'deadline', { ...peer, group }, index);
  }
}

function lowering(
  pointer: string,
  { what, stated, ruled }: LoweredLevel,
  reason: string,
): PlanProblem {
  const rule = `the rules make it \`${ruled}\``;
  const message = `The ${what} \`${stated}\` is too low: ${rule}. ${reason}`;
  const remedy =
    `Write \`${ruled}\` or more. Lowering it needs an exemption, which somebody else grants for ` +
    'exactly this release: ask with POST /v1/lowerings.';
  return problem('lowering-needs-exemption', pointer, message, remedy);
}

function problem(code: string, pointer: string, message: string, remedy: string): PlanProblem {
  return { code, pointer, document: 'release', message, remedy };
}
