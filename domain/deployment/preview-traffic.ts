import type { Place, TrafficShare } from './deployment.ts';

/** What a division would change, for people to read before users are moved. */
export type TrafficPreview = {
  readonly from: readonly TrafficShare[];
  readonly to: readonly TrafficShare[];
  readonly changes: boolean;
  readonly summary: string;
};

/** What becomes of users when the shares of a route change. */
export function previewTraffic(
  { environment, component }: Place,
  from: readonly TrafficShare[],
  to: readonly TrafficShare[],
): TrafficPreview {
  const changes = !isSameDivision(from, to);
  const route = `${component} in ${environment}`;
  const summary = changes
    ? `${route}: users move from ${describeShares(from)} to ${describeShares(to)}.`
    : `${route}: users stay with ${describeShares(from)}.`;
  return { from, to, changes, summary };
}

/** Shares as people read them, such as `1.0.0 90 %, 2.0.0 10 %`. */
export function describeShares(shares: readonly TrafficShare[]): string {
  if (shares.length === 0) return 'nothing';
  return shares.map(({ version, weightPercent }) => `${version} ${weightPercent} %`).join(', ');
}

/** The order of shares and of addresses means nothing. */
function isSameDivision(one: readonly TrafficShare[], other: readonly TrafficShare[]): boolean {
  const told = (shares: readonly TrafficShare[]) =>
    shares
      .map(({ digest, weightPercent, addresses }) =>
        JSON.stringify([digest, weightPercent, addresses.toSorted()]),
      )
      .toSorted()
      .join();
  return told(one) === told(other);
}
