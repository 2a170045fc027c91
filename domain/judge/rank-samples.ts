export type RankedSamples = {
  /** The sum of the ranks of the first sample; equal values share the mean of their ranks. */
  readonly firstRankSum: number;
  /** How many values are equal, for each value that occurs more than once. */
  readonly tieSizes: readonly number[];
};

/** Ranks both samples together, from 1 for the smallest value. The values have to be finite. */
export function rankSamples(first: readonly number[], second: readonly number[]): RankedSamples {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].toSorted((one, other) => one.value - other.value);
  let firstRankSum = 0;
  const tieSizes: number[] = [];
  for (let from = 0; from < all.length; ) {
    const equal = sizeOfTie(all, from);
    const firsts = all.slice(from, from + equal).filter(({ isFirst }) => isFirst).length;
    firstRankSum += firsts * (from + (equal + 1) / 2);
    if (equal > 1) tieSizes.push(equal);
    from += equal;
  }
  return { firstRankSum, tieSizes };
}

function sizeOfTie(sorted: readonly { readonly value: number }[], from: number): number {
  const value = sorted[from]?.value;
  let until = from + 1;
  while (until < sorted.length && sorted[until]?.value === value) until += 1;
  return until - from;
}
