/**
 * Something that a follower hangs up and waits at. A ring while nobody waits is kept for who waits
 * next.
 */
export type Bell = {
  readonly ring: () => void;
  /**
   * Resolves when the bell rings or has rung since the last time, and after `patienceMs` anyway.
   */
  rung(patienceMs: number): Promise<void>;
  takeDown(): void;
};

/** A bell that also rings when the signal aborts. */
export function createBell(signal: AbortSignal): Bell {
  let hasRung = signal.aborted;
  let wake = () => {};
  const ring = () => {
    hasRung = true;
    wake();
  };
  signal.addEventListener('abort', ring);
  return {
    ring,
    async rung(patienceMs) {
      if (!hasRung) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, patienceMs);
        await promise;
        clearTimeout(timer);
      }
      hasRung = signal.aborted;
    },
    takeDown: () => signal.removeEventListener('abort', ring),
  };
}
