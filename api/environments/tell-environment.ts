import type { Services } from '../services.ts';

/**
 * Lets an environment look again at its reservations and at how many may hold it. It looks whenever
 * it is asked for, and when a reservation ends, so a failure is logged and not shown: what was said
 * is kept all the same.
 */
export async function tellEnvironment(
  environment: string,
  { releases, log }: Pick<Services, 'releases' | 'log'>,
): Promise<void> {
  try {
    await releases.reservationsChanged(environment);
  } catch (error) {
    log.warn({ err: error }, `${environment} was not told to look again at who may hold it.`);
  }
}
