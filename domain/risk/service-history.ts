/** What happened to a service before. It is part of the plan, so it holds no time that runs on. */
export type ServiceHistory = {
  readonly service: string;
  /** The version that went live last; null when none ever did. */
  readonly version: string | null;
  /** Whether that was longer ago than the policy's `longAfter`. */
  readonly isLongAgo: boolean;
  /** How many of its recent releases were taken back. */
  readonly failures: number;
};
