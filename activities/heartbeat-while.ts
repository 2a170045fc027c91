/** A third of the shortest heartbeat timeout that workflows give. */
const heartbeatEveryMs = 10_000;

/**
 * Says regularly that a step is alive while something takes its time, so that only a step that
 * hangs is taken for one. Resolves or rejects as the work does.
 */
export async function heartbeatWhile<Result>(
  beat: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const timer = setInterval(beat, heartbeatEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
