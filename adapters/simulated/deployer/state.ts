import { z } from 'zod';

const versionShape = z.object({
  /** Key of the order that brought it; null for what was there before. */
  key: z.string().nullable(),
  digest: z.string(),
  version: z.string(),
});

const workShape = z.object({
  digest: z.string(),
  phase: z.enum(['applying', 'applied', 'settled', 'undone']),
  /** What served before the first attempt under the key. */
  previous: versionShape.nullable(),
  /** False where the ordered version served already. */
  changed: z.boolean(),
});

export const placeStateShape = z.object({
  format: z.literal('tidegate/simulated/v1'),
  fence: z.int(),
  current: versionShape.nullable(),
  candidate: versionShape.nullable(),
  works: z.record(z.string(), workShape),
});

export type Version = Readonly<z.infer<typeof versionShape>>;
export type Work = Readonly<z.infer<typeof workShape>>;
export type PlaceState = Readonly<z.infer<typeof placeStateShape>>;

/** A place that nobody has touched, where `before` serves. */
export function untouchedPlace(before: Omit<Version, 'key'> | null): PlaceState {
  return {
    format: 'tidegate/simulated/v1',
    fence: 0,
    current: before === null ? null : { key: null, ...before },
    candidate: null,
    works: {},
  };
}
