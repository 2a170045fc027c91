import { normalTail } from '../canary/normal-tail.ts';

const bisections = 60;
const farthest = 40;

/** The z that a standard normal variable is above with that probability: `normalTail` inverted. */
export function normalQuantile(tail: number): number {
  let [low, high] = [-farthest, farthest];
  for (let step = 0; step < bisections; step += 1) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
