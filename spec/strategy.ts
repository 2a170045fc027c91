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

const targets = z.int().min(1).max(1_000);

const rolling = z
  .strictObject({
    kind: z.literal('rolling'),
    batch: z
      .union([
        targets,
        z.string().regex(/^([1-9][0-9]?|100)%$/, 'A number of targets, or a share such as `25%`.'),
      ])
      .default(1)
      .describe('How many targets are replaced at a time, or which share of them. By default 1.'),
    maximumUnavailable: targets
      .exactOptional()
      .describe('At most so many targets are without users. By default as many as a batch has.'),
    sharesState: z
      .literal(true)
      .exactOptional()
      .describe('Says that two versions may share their state. Asked of `stateful` services.'),
  })
  .transform(({ batch, ...rest }) => ({
    ...rest,
    batch: typeof batch === 'number' ? { targets: batch } : { percent: Number.parseInt(batch, 10) },
  }));

const ordered = z.strictObject({
  kind: z.literal('ordered'),
  primary: z
    .int()
    .min(0)
    .max(999)
    .default(0)
    .describe('Number of the target that is replaced last, counted from 0. By default 0.'),
});

/** How a version takes the place of the one before. */
export const strategy = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all-at-once') }),
  z.strictObject({ kind: z.literal('canary') }),
  blueGreen,
  rolling,
  ordered,
]);
