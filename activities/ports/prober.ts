/** Asks an HTTP address once. `status` is null when there was no answer; then `reason` says why. */
export type Prober = {
  get(
    url: string,
    timeoutMs: number,
  ): Promise<{
    readonly status: number | null;
    readonly reason: string;
    readonly durationMs: number;
  }>;
};
