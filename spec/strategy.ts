import { z } from 'zod';
import { duration, positiveDuration } from './field/duration.ts';

const blueGreen = z
  .strictObject({
    kind: z.literal('blue-green'),
    keep: duration
      .prefault('10m')
      .describe('How long what was replaced stands on after the switch. By default `10m`.'),
    sessions: positiveDuration
      .exactOptional()
      .describe('How long who was on the old set stays on it. By default every request moves.'),
    sharesState: z
      .literal(true)
      .exactOptional()
      .describe('Says that both sets may work on the same state. Asked of `stateful` services.'),
  })
  .transform(({ keep, sessions, ...rest }) => ({
    ...rest,
    keepMs: keep,
    ...(sessions === undefined ? {} : { sessionsMs: sessions }),
  }));

/** How a version takes the place of the one before. */
export const strategy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all-at-once') }),
  z.strictObject({ kind: z.literal('canary') }),
  blueGreen,
]);
