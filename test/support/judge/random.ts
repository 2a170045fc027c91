// A global is slow to look up in a test, so it is looked up once.
const { imul } = Math;

/**
 * Random numbers from 0 up to 1, the same for the same seed (Mulberry32 by Tommy Ettinger, public
 * domain): simulations that come out the same each time.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
