import type { Deployed } from '../deployment/deployment.ts';
import { verdictOf, worstOf } from '../judge/outcome.ts';
import type { DownstreamCheck } from '../plan/validation-check.ts';
import type { Gate, HttpAnswer, Judgement } from './gate.ts';

export type DownstreamEvidence = {
  /** What the component answered where that needs what it depends on. Null: it was not asked. */
  readonly through: HttpAnswer | null;
  readonly dependencies: readonly DependencyEvidence[];
};

export type DependencyEvidence = {
  readonly component: string;
  /** Every version that stands there by its own tool: while it is released, there may be two. */
  readonly standing: readonly Pick<Deployed, 'version' | 'unready'>[];
  /** Answers to its health path, of each instance; null where it has no such path. */
  readonly health: readonly HttpAnswer[] | null;
};

/**
 * Passes when the component answers through what it depends on, and each of these stands and is
 * well by itself. Where nobody was asked, nothing is known.
 */
export const judgeDownstreamCheck: Gate<DownstreamCheck, DownstreamEvidence> = (
  { component },
  { through, dependencies },
) => {
  const parts = [
    ...(through === null ? [] : [judgeThrough(component, through)]),
    ...dependencies.map(judgeDependency),
  ];
  if (parts.length === 0) {
    return { verdict: 'inconclusive', reason: `There was nobody below ${component} to ask.` };
  }
  const verdict = verdictOf(worstOf(parts.map((part) => part.verdict)));
  const told = parts.filter((part) => part.verdict === verdict);
  return { verdict, reason: told.map(({ reason }) => reason).join(' ') };
};

function judgeThrough(component: string, answer: HttpAnswer): Judgement {
  const { url, status } = answer;
  if (status === null) {
    return { verdict: 'inconclusive', reason: `${component} gave no answer at ${url}.` };
  }
  if (isGood(answer)) return { verdict: 'pass', reason: `${component} answered ${status}.` };
  const reason = `${component} answered ${status} at ${url}, where it needs others.`;
  return { verdict: 'fail', reason };
}

function judgeDependency({ component, standing, health }: DependencyEvidence): Judgement {
  if (standing.length === 0) return { verdict: 'fail', reason: `Nothing of ${component} stands.` };
  const [unready] = standing.flatMap((version) => version.unready ?? []);
  if (unready !== undefined) {
    const reason = `${unready.id} of ${component} is not well: ${unready.reason}.`;
    return { verdict: 'fail', reason };
  }
  if (health?.length === 0) {
    return { verdict: 'inconclusive', reason: `No instance of ${component} could be asked.` };
  }
  const bad = (health ?? []).filter((answer) => !isGood(answer));
  const [worst] = bad.toSorted((left, right) => (right.status ?? 0) - (left.status ?? 0));
  if (worst === undefined) {
    const versions = standing.map(({ version }) => version).join(' and ');
    return { verdict: 'pass', reason: `${component} ${versions} is well.` };
  }
  const { status, url } = worst;
  return status === null
    ? { verdict: 'inconclusive', reason: `${component} gave no answer at ${url}.` }
    : { verdict: 'fail', reason: `${component} answered ${status} at ${url}.` };
}

function isGood({ status }: HttpAnswer): boolean {
  return status !== null && status >= 200 && status < 300;
}
