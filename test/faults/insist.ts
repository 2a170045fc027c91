import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/journey/person.ts';

const patienceMs = 60_000;

/**
 * Sends a request again until it is answered by anything but a server error: what people, and
 * clients that are written well, do while something is away.
 */
export async function insist<Body>(send: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await send().catch((error: unknown) => ({ status: 0, error }));
    if ('body' in answer && answer.status < 500) return answer;
    if (Date.now() > deadline) throw new Error(`No answer: ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}
