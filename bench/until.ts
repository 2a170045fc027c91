import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 5;

/** Looks again and again until there is something. */
export async function until<Result>(look: () => Promise<Result | undefined>): Promise<Result> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(lookEveryMs);
  }
}
