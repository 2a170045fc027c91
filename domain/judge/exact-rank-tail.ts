/**
 * The probability that U is at least `u` when both samples come from one distribution without ties,
 * for samples of `first` and `second` values. By the recurrence of Mann and Whitney (On a test of
 * whether one of two random variables is stochastically larger than the other, Annals of
 * Mathematical Statistics 18, 1947, equation 1), in probabilities, so that nothing but sums of
 * positive numbers occurs. Its cost grows with the square of `first × second`.
 */
export function exactRankTail(u: number, first: number, second: number): number {
  let shorter = Array.from({ length: second + 1 }, () => [1]);
  for (let n = 1; n <= first; n += 1) {
    const row: number[][] = [[1]];
    for (let m = 1; m <= second; m += 1) {
      row.push(extend(shorter[m] ?? [], row[m - 1] ?? [], n, m));
    }
    shorter = row;
  }
  const distribution = shorter[second] ?? [];
  // U is symmetric: the shorter of the two tails is summed, for speed and digits.
  const middle = (first * second) / 2;
  if (u <= middle) return 1 - sum(distribution.slice(0, Math.max(0, u)));
  return sum(distribution.slice(u));
}

/** The largest of all values is of the first sample, above all `m` others, or of the second. */
function extend(
  withoutOneOfFirst: readonly number[],
  withoutOneOfSecond: readonly number[],
  n: number,
  m: number,
): number[] {
  const share = n / (n + m);
  return Array.from({ length: n * m + 1 }, (_, u) => {
    const belongsToFirst = u >= m ? (withoutOneOfFirst[u - m] ?? 0) : 0;
    return share * belongsToFirst + (1 - share) * (withoutOneOfSecond[u] ?? 0);
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
