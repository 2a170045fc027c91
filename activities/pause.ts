import { setTimeout as sleep } from 'node:timers/promises';
import type { Pause } from './ports/pause.ts';

/** The machine's own time. */
export const pauseForReal: Pause = async ({ untilNextLookMs, signal }) => {
  await sleep(untilNextLookMs, undefined, { signal });
};
