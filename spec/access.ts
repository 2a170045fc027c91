import { z } from 'zod';
import type { AccessResource } from '../domain/access/access.ts';
import { positiveDuration } from './field/duration.ts';
import { name } from './field/name.ts';

const role = z
  .string()
  .min(1)
  .max(63, 'A role of PostgreSQL has at most 63 characters.')
  .regex(/^[^\p{C}]+$/u, 'A role has no control characters.');

/** Something of an environment that people may be let into for a time. */
export const accessResource = z
  .strictObject({
    name: name.describe('How people ask for it, and how the worker finds its address.'),
    kind: z.literal('postgres'),
    roles: z
      .array(role)
      .min(1, 'There is at least one role to be given.')
      .max(50)
      .describe('Roles of the database that somebody may be given.'),
    maxDuration: positiveDuration.describe('Longest time from the decision until it ends.'),
    grantedBy: z
      .array(name)
      .min(1, 'Somebody has to decide.')
      .max(20)
      .describe('Groups whose people grant, refuse and confirm. Never who asked.'),
    revokedBy: z
      .array(name)
      .max(20)
      .default([])
      .describe('Groups whose people may also end it. By default none besides.'),
    revokeWithin: positiveDuration
      .prefault('5m')
      .describe('How long taking it away may last before people are alarmed. By default `5m`.'),
    confirmEvery: positiveDuration
      .exactOptional()
      .describe('What lasts longer is confirmed as often, or ends. By default nobody is asked.'),
  })
  .transform(
    ({ maxDuration, revokeWithin, confirmEvery, ...rest }): AccessResource => ({
      ...rest,
      longestMs: maxDuration,
      revokeWithinMs: revokeWithin,
      ...(confirmEvery === undefined ? {} : { confirmEveryMs: confirmEvery }),
    }),
  );
