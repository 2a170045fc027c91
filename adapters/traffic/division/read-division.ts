import { StepFailure } from '../../../activities/ports/failures.ts';
import type { TrafficOrder } from '../../../activities/ports/traffic.ts';
import { type Division, divisionShape } from './division.ts';

/**
 * An order, checked: what stands in it ends up in files that other programs read.
 *
 * Errors: terminal for names, addresses and weights that are none.
 */
export function readDivision(order: TrafficOrder): Division {
  const { environment, component, key, fence, healthPath, sessions, shares } = order;
  const division = {
    environment,
    component,
    key,
    fence,
    shares,
    ...(healthPath === undefined ? {} : { healthPath }),
    ...(sessions === undefined ? {} : { sessions }),
  };
  const parsed = divisionShape.safeParse(division);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StepFailure(
    'terminal',
    'traffic/bad-division',
    `The division cannot be read: ${issue?.path.join('.')}: ${issue?.message}.`,
    'Correct the names, the addresses and the weights.',
  );
}
