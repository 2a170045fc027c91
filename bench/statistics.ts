/** The middle of the values. Throws when there are none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('There are no values to take a median of.');
  return middle;
}

/**
 * One line of the benchmark's output: what Tidegate needs, over what the control needs in the same
 * run.
 */
export type Measured = {
  readonly metric: string;
  readonly ratio: number;
  readonly subject: number;
  readonly control: number;
  readonly unit: string;
  readonly settings: Readonly<Record<string, string | number>>;
};

/** The ratio of the medians, with the medians. */
export function compare(
  metric: string,
  unit: string,
  subject: readonly number[],
  control: readonly number[],
  settings: Measured['settings'],
): Measured {
  const [ours, theirs] = [median(subject), median(control)];
  const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
  return {
    metric,
    ratio: rounded(ours / theirs),
    subject: rounded(ours),
    control: rounded(theirs),
    unit,
    settings: { ...settings, runs: subject.length },
  };
}
