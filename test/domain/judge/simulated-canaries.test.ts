import { normalQuantile } from '../../../domain/judge/normal-quantile.ts';
import {
  beginHarmWatch,
  type HarmBound,
  lookForHarm,
} from '../../../domain/judge/watch-for-harm.ts';
import { seededRandom } from '../../support/judge/random.ts';

const bound: HarmBound = { alpha: 0.01, toleratedOddsRatio: 1 };
const horizonPairs = 2_000;

type Rates = { readonly canary: number; readonly baseline: number };

/** The pair of requests after which harm was found, looking after each; null when never. */
function foundAfter(rates: (pair: number) => Rates, random: () => number): number | null {
  let watch = beginHarmWatch(bound);
  for (let pair = 1; pair <= horizonPairs; pair += 1) {
    const { canary, baseline } = rates(pair);
    const [now, before] = [random() < canary ? 1 : 0, random() < baseline ? 1 : 0];
    // A look at a pair that both went well says nothing, as another test holds: it is left out.
    if (now + before === 0) continue;
    watch = lookForHarm(watch, {
      canary: { requests: 1, failures: now },
      baseline: { requests: 1, failures: before },
    });
    if (watch.foundAtLook !== null) return pair;
  }
  return null;
}

function simulate(runs: number, seed: number, rates: (pair: number) => Rates) {
  const random = seededRandom(seed);
  const found = Array.from({ length: runs }, () => foundAfter(rates, random));
  const pairs = found.map((pair) => pair ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b);
  const share = found.filter((pair) => pair !== null).length / runs;
  return { share, medianPairs: pairs[Math.floor(runs / 2)] ?? Number.NaN };
}

/**
 * The pairs of requests that the one-sided test of two proportions needs for that power, looking
 * once, at the end (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd
 * edition, equation 4.14); without the correction for continuity, which would make it need more.
 */
function fixedHorizonPairs({ canary, baseline }: Rates, power: number): number {
  const pooled = (canary + baseline) / 2;
  const unlike = canary * (1 - canary) + baseline * (1 - baseline);
  const root =
    normalQuantile(bound.alpha) * Math.sqrt(2 * pooled * (1 - pooled)) +
    normalQuantile(1 - power) * Math.sqrt(unlike);
  return (root / (canary - baseline)) ** 2;
}

describe('simulated canaries, looked at after every pair of requests', () => {
  test('10,000 healthy ones keep the bound of 1 %', () => {
    const { share } = simulate(10_000, 1, () => ({ canary: 0.01, baseline: 0.01 }));
    expect(share).toBeLessThanOrEqual(bound.alpha);
    // It is a test of something: a bound that nothing ever reaches would find no harm either.
    expect(share).toBeGreaterThan(0);
  });

  test('healthy ones keep it too while both sides have an outage together', () => {
    const together = (pair: number) => (pair % 400 < 100 ? 0.3 : 0.01);
    const { share } = simulate(2_000, 2, (pair) => ({
      canary: together(pair),
      baseline: together(pair),
    }));
    expect(share).toBeLessThanOrEqual(bound.alpha);
  });

  test('1 % → 3 % is found with fewer requests than by a fixed horizon of equal power', () => {
    const rates = { canary: 0.03, baseline: 0.01 };
    const { share, medianPairs } = simulate(2_000, 3, () => rates);
    expect(share).toBeGreaterThan(0.9);
    const fixedPairs = fixedHorizonPairs(rates, share);
    expect(medianPairs).toBeLessThan(0.75 * fixedPairs);
  });
});
