/**
 * Asks one request after the other until it is told to stop. Returns the statuses; 0 is no answer.
 */
export async function loadUntil(signal: AbortSignal, origin: string): Promise<readonly number[]> {
  const statuses: number[] = [];
  while (!signal.aborted) {
    const answer = await fetch(origin).catch(() => null);
    await answer?.text();
    statuses.push(answer?.status ?? 0);
  }
  return statuses;
}
