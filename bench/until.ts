import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 5;
const patienceMs = 120_000;

/** Looks again and again until there is something. Throws when nothing comes in two minutes. */
export async function until<Result>(look: () => Promise<Result | undefined>): Promise<Result> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('What the benchmark waits for does not come.');
    await sleep(lookEveryMs);
  }
}
