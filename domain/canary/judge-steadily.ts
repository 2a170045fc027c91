import {
  describeSteadiness,
  isSteady,
  keepSightings,
  type Sighting,
  type Steadiness,
} from '../alert/is-steady.ts';
import type { StabilityVerdict } from './judge-stability.ts';

/** A verdict, and what the next look has to know of this one. */
export type SteadyVerdict = StabilityVerdict & { readonly sightings: readonly Sighting[] };

/**
 * The verdict of a look where harm has to be steady before it counts. Harm that is not yet so is
 * inconclusive and no pass: when the time is over then, a person is asked.
 */
export function judgeSteadily(
  look: StabilityVerdict,
  before: readonly Sighting[],
  rule: Steadiness | undefined,
  nowMs: number,
): SteadyVerdict {
  if (rule === undefined) return { ...look, sightings: [] };
  const isBroken = look.verdict === 'fail';
  const sightings = keepSightings([...before, { atMs: nowMs, isBroken }], rule);
  if (!isBroken || isSteady(sightings, rule, nowMs)) return { ...look, sightings };
  const reason = `${look.reason} That was not so ${describeSteadiness(rule)}.`;
  return { verdict: 'inconclusive', reason, sightings };
}
