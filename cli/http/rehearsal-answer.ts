export type RehearsalLineAnswer = {
  readonly at: string;
  readonly stage: string | null;
  readonly what: string;
  readonly text: string;
  readonly who: readonly string[];
  readonly until: string | null;
  readonly waitedMs: number;
};

export type RehearsalAccountAnswer = {
  readonly startAt: string;
  readonly endAt: string;
  readonly outcome:
    | { readonly ended: 'closed'; readonly result: string; readonly reason: string }
    | {
        readonly ended: 'waits';
        readonly afterDays: number;
        readonly for: readonly string[];
        readonly reason: string;
        readonly remedy: string;
      };
  readonly lines: readonly RehearsalLineAnswer[];
  readonly waiting: readonly {
    readonly wait: string;
    readonly times: number;
    readonly waitedMs: number;
  }[];
};

export type RehearsalAnswer = {
  readonly rehearsal: string;
  readonly state: 'running' | 'done';
  /** Null while it runs. */
  readonly account: RehearsalAccountAnswer | null;
  readonly links: { readonly self: string };
};
