import type { CalendarScope } from '../calendar/entry.ts';
import type { ReleasePlan } from './plan.ts';

/** What a release touches in an environment: each of its services, where it is and whose. */
export function scopesOf(
  { components, regions }: Pick<ReleasePlan, 'components' | 'regions'>,
  environment: string,
): readonly CalendarScope[] {
  const region = regions?.[environment];
  return components.map(({ name, service }) => ({
    environment,
    ...(region === undefined ? {} : { region }),
    service: name,
    team: service.owner,
  }));
}
