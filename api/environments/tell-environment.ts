import type { Services } from '../services.ts';

/**
 * Lets an environment look at its reservations again. It looks whenever it is asked for, and when
 * one ends, so a failure is logged and not shown: what was said is kept all the same.
 */
export async function tellEnvironment(
  environment: string,
  { releases, log }: Pick<Services, 'releases' | 'log'>,
): Promise<void> {
  try {
    await releases.reservationsChanged(environment);
  } catch (error) {
    log.warn({ err: error }, `${environment} was not told that its reservations have changed.`);
  }
}
