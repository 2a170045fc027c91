/** What one look, or one message, said of a threshold. */
export type Sighting = { readonly atMs: number; readonly isBroken: boolean };

/**
 * How long, or in how many of the last looks, a threshold has to be broken before it counts: what
 * flaps takes nothing back.
 */
export type Steadiness =
  | { readonly forMs: number }
  | { readonly atLeast: number; readonly of: number };

/**
 * Whether a threshold is broken steadily at that instant. Nothing is while the last sighting is
 * good, whatever came before. By time: every sighting since then was bad, and the first of them
 * lies at least so far back. By looks: of the last `of`, at least `atLeast` were bad. Without a
 * rule the last sighting decides.
 */
export function isSteady(
  sightings: readonly Sighting[],
  rule: Steadiness | undefined,
  nowMs: number,
): boolean {
  const since = brokenSinceMs(sightings);
  if (since === null) return false;
  if (rule === undefined) return true;
  if ('forMs' in rule) return nowMs - since >= rule.forMs;
  const broken = sightings.slice(-rule.of).filter(({ isBroken }) => isBroken);
  return broken.length >= rule.atLeast;
}

/** Since when every sighting was bad; null when the last one was good, or there is none. */
export function brokenSinceMs(sightings: readonly Sighting[]): number | null {
  const lastGood = sightings.findLastIndex(({ isBroken }) => !isBroken);
  return sightings[lastGood + 1]?.atMs ?? null;
}

/** So many sightings decide whatever is still to come: older ones are not kept. */
export function keepSightings(
  sightings: readonly Sighting[],
  rule: Steadiness,
): readonly Sighting[] {
  if ('of' in rule) return sightings.slice(-rule.of);
  // Between two bad ones nothing decides: the first of them and the last are enough.
  const lastGood = sightings.findLastIndex(({ isBroken }) => !isBroken);
  const broken = sightings.slice(lastGood + 1);
  const [first] = broken;
  const last = broken.at(-1);
  if (first === undefined || last === undefined || first === last) return broken;
  return [first, last];
}

/** What a rule asks for, as the end of a sentence. */
export function describeSteadiness(rule: Steadiness): string {
  return 'forMs' in rule
    ? `for ${Math.round(rule.forMs / 1000)} s`
    : `in ${rule.atLeast} of the last ${rule.of} looks`;
}
