import type { Classification } from './assessment.ts';
import type { RiskFacts } from './facts.ts';
import { riskPriorityNumber } from './failure-mode.ts';
import { nameList } from './name-list.ts';
import type { RiskPolicy } from './risk-policy.ts';
import { type ApprovalPath, approvalPaths, highestOf } from './scale.ts';

type Demand = { readonly path: ApprovalPath; readonly reason: string };

/**
 * The path that the most rigorous demand asks for, with the reasons of those that ask for it. Only
 * what asks for nothing goes by itself.
 */
export function choosePath(
  facts: RiskFacts,
  classification: Classification,
  score: number,
  policy: RiskPolicy,
): { readonly path: ApprovalPath; readonly reasons: readonly string[] } {
  const demands = [
    ...ofClass(facts, classification),
    ...ofScore(facts, classification, score, policy),
    ...ofFailureModes(facts, policy),
    ...ofData(facts, classification),
    ...ofPerson(facts),
  ];
  const path = highestOf(
    approvalPaths,
    demands.map((demand) => demand.path),
  );
  const reasons = demands.filter((demand) => demand.path === path).map(({ reason }) => reason);
  return { path, reasons };
}

function* ofClass({ releaseClass }: RiskFacts, { changeModel }: Classification): Iterable<Demand> {
  if (releaseClass === 'standard' && changeModel !== null) {
    const reason = `It is pre-approved by the model \`${changeModel}\`.`;
    yield { path: 'automatic', reason };
    return;
  }
  const path = releaseClass === 'major' || releaseClass === 'emergency' ? 'cab' : 'peer';
  yield { path, reason: `Its class is ${releaseClass}.` };
}

function* ofScore(
  { releaseClass }: RiskFacts,
  { changeModel }: Classification,
  score: number,
  { thresholds }: RiskPolicy,
): Iterable<Demand> {
  // The board has looked at the whole model, and said up to which score it holds.
  if (releaseClass === 'standard' && changeModel !== null) return;
  if (score < thresholds.cabFrom) return;
  const reason = `Its score is ${score}, and from ${thresholds.cabFrom} on the board decides.`;
  yield { path: 'cab', reason };
}

function* ofFailureModes(
  { failureModes }: RiskFacts,
  { thresholds }: RiskPolicy,
): Iterable<Demand> {
  const { cabPriorityNumber, cabSeverity } = thresholds;
  const greatest = Math.max(0, ...failureModes.map(riskPriorityNumber));
  const gravest = Math.max(0, ...failureModes.map(({ severity }) => severity));
  if (greatest >= cabPriorityNumber) {
    const limit = `from ${cabPriorityNumber} on the board decides`;
    yield { path: 'cab', reason: `A failure mode has the priority number ${greatest}: ${limit}.` };
  }
  if (gravest >= cabSeverity) {
    const limit = `from ${cabSeverity} on the board decides`;
    yield { path: 'cab', reason: `A failure mode has the severity ${gravest}: ${limit}.` };
  }
}

function* ofData(facts: RiskFacts, { personalData }: Classification): Iterable<Demand> {
  if (personalData) {
    yield { path: 'peer', reason: 'It touches personal data, so a peer looks at it.' };
    return;
  }
  const silent = facts.components.filter(({ dataClasses }) => dataClasses === null);
  if (silent.length === 0) return;
  const names = nameList(silent.map(({ service }) => service));
  const reason = `The catalog does not say what data ${names} handles, so a peer looks at it.`;
  yield { path: 'peer', reason };
}

function* ofPerson({ stated }: RiskFacts): Iterable<Demand> {
  if (stated.path === undefined) return;
  yield { path: stated.path, reason: `The release asks for the path ${stated.path}.` };
}
