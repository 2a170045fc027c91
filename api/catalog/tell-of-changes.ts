import { changeCalendar } from '../calendar/wake-holders.ts';
import { tellEnvironment } from '../environments/tell-environment.ts';
import type { Services } from '../services.ts';

/**
 * Does what may change applied files, and then tells those who wait for what has changed: releases
 * for the calendar, and environments of which more or fewer releases may hold now.
 */
export async function tellOfChanges<Result>(
  services: Services,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = await capacities(services);
  const result = await changeCalendar(services, work);
  const after = await capacities(services);
  const changed = [...after].filter(([name, capacity]) => before.get(name) !== capacity);
  await Promise.all(changed.map(([name]) => tellEnvironment(name, services)));
  return result;
}

/** How many releases may hold each environment, as far as that is not one. */
async function capacities({
  records,
}: Pick<Services, 'records'>): Promise<ReadonlyMap<string, number>> {
  const environments = (await records.catalog())?.catalog.environments ?? [];
  return new Map(environments.map(({ name, capacity = 1 }) => [name, capacity]));
}
