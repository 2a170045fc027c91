import type { RiskAnswer } from '../http/risk-answer.ts';
import type { Paint } from '../terminal/paint.ts';
import { pairs, table } from '../terminal/table.ts';

/** The class of a release in one line: `major, strategic, normal change`. */
export function classLine({ classification }: RiskAnswer): string {
  const { type, tier, changeType, changeModel } = classification;
  const model = changeModel === null ? '' : ` by the model ${changeModel}`;
  return `${type}, ${tier}, ${changeType} change${model}`;
}

/** The path and the score in one line: `cab, with a score of 75`. */
export function riskLine({ path, score }: RiskAnswer): string {
  return `${path}, with a score of ${score}`;
}

/** Everything that the risk of a release was computed from, and what follows. */
export function showRisk(risk: RiskAnswer, paint: Paint): string {
  const { classification, factors, failureModes, pathReasons, delivery } = risk;
  const { model, strategy, departure } = delivery;
  const head = pairs(
    [
      ['Kind', classLine(risk)],
      ['Path', `${riskLine(risk)}. ${pathReasons.join(' ')}`],
      ...classification.reasons.map((reason) => ['Because', reason] as const),
      ['Delivery', `${strategy.planned}, ${model.planned}`],
      ['Advice', `${strategy.recommended}, ${model.recommended}. ${strategy.reason}`],
      ...(departure === null ? [] : [['Departure', departure] as const]),
    ],
    paint,
  );
  const points = table(
    ['risk', 'points', 'why'],
    factors.map(({ factor, points: given, reason }) => [factor, String(given), reason]),
    paint,
  );
  const modes = table(
    ['failure', 'priority', 'mitigation', 'by'],
    failureModes.map(({ failure, priorityNumber, mitigation, owner }) => [
      failure,
      String(priorityNumber),
      mitigation,
      owner,
    ]),
    paint,
  );
  const parts = [head];
  if (factors.length > 0) parts.push(points);
  if (failureModes.length > 0) parts.push(modes);
  return parts.join('\n\n');
}
