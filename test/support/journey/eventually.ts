import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer is not null. Fails with what is waited for, and the last thing seen.
 */
export async function eventually<Found>(
  what: string,
  ask: () => Promise<Found | null>,
  seen: () => string = () => '',
  withinMs = 40_000,
): Promise<Found> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Not in ${withinMs} ms: ${what}. ${seen()}`);
    await sleep(50);
  }
}
