import { randomInt } from 'node:crypto';

const BLOCK_SIZE = 200;
const BLOCKS = 1_000_000;

/**
 * Order numbers that people can say on the phone. Every instance has a block of its own, so that no
 * two give the same number.
 */
export function createNumbering() {
  const first = randomInt(BLOCKS) * BLOCK_SIZE;
  const block = Array.from({ length: BLOCK_SIZE }, (_, index) => first + index);
  return { next: () => `SF-${block.shift().toString().padStart(9, '0')}` };
}
