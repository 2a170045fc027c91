import { InvalidArgumentError } from 'commander';

/** A whole number of at least one, as it is typed. */
export function parseWhole(typed: string): number {
  const number = Number(typed);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('It is a whole number from 1.');
}

/** A length of time in seconds, as it is typed. Timers hold no more than 24 days. */
export function parseSeconds(typed: string): number {
  const number = Number(typed);
  if (typed.trim() !== '' && number > 0 && number <= 2_000_000) return number;
  throw new InvalidArgumentError('It is a number of seconds greater than 0.');
}
