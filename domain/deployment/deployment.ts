/** Where something runs: one component in one environment. */
export type Place = {
  readonly environment: string;
  readonly component: string;
};

/**
 * One running copy of a component. `address` is an origin such as `http://127.0.0.1:4711`, or null
 * when it serves no requests.
 */
export type Instance = {
  readonly id: string;
  readonly address: string | null;
};

/**
 * One version of a component as it stands in a place. `digest` is that of its artifact, as ordered.
 * Where a tool found something that Tidegate did not put there and knows no digest, it is
 * `version:` with the version that the tool reports: it equals no artifact's digest and two such
 * can be told apart.
 */
export type Deployed = {
  readonly digest: string;
  readonly version: string;
  readonly instances: readonly Instance[];
  /** Those that should stand and do not answer as this version, and why. Absent: none. */
  readonly unready?: readonly { readonly id: string; readonly reason: string }[];
};

/**
 * What a tool says is there. `current` serves; `candidate` stands beside it and serves nobody,
 * or the share of users that traffic gives it. `fence` is the highest fencing number the tool has
 * accepted for this place, so that a holder whose lease was taken over is recognised as stale.
 */
export type Observed = {
  readonly current: Deployed | null;
  readonly candidate: Deployed | null;
  readonly fence: number;
};

/**
 * Share of the requests, in percent, that the instances of one deployed version receive. Of users
 * who stay on the version that they have met, it is the share of those who come anew.
 */
export type TrafficShare = {
  readonly digest: string;
  readonly version: string;
  readonly addresses: readonly string[];
  readonly weightPercent: number;
};

/**
 * Counters of one deployed version since its route first saw it. They only grow, over restarts too.
 */
export type TrafficCounters = {
  readonly digest: string;
  readonly requests: number;
  /**
   * Answers with a status of 500 or above, and requests that got no answer, also because the client
   * gave up.
   */
  readonly failures: number;
  /**
   * Cumulative latency histogram: answers that took at most `leMs`. The last bound is null, for
   * infinity.
   */
  readonly latencyBuckets: readonly { readonly leMs: number | null; readonly count: number }[];
};
