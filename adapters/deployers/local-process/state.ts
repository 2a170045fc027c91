import { z } from 'zod';
import { keptSettingsShape } from './settings.ts';

/** One instance: its intent is recorded (mark and port) before it is started, its process after. */
const slotShape = z.object({
  slot: z.int(),
  port: z.int(),
  mark: z.string(),
  process: z.object({ pid: z.int(), started: z.string() }).nullable(),
});

/** A version with everything that is needed to start it again from its unpacked folder. */
const versionShape = z.object({
  /** The key under which it was brought here. */
  key: z.string(),
  digest: z.string(),
  version: z.string(),
  settings: keptSettingsShape,
});

const standingShape = versionShape.extend({ slots: z.array(slotShape) });

/**
 * How far the work under a key has come. `unneeded`: the digest served already. `handed-over`: a
 * later attempt of a person took the same candidate over, and with it the duty to take it back.
 */
const phaseShape = z.enum(['applying', 'applied', 'settled', 'unneeded', 'handed-over', 'undone']);

const workShape = z.object({
  digest: z.string(),
  phase: phaseShape,
  previous: versionShape.nullable(),
  /** Whether it takes the place of what was there, target after target. Absent: it does not. */
  rolls: z.literal(true).optional(),
});

/** What the deployer knows of one place. `retiring` holds what is to be stopped, whatever comes. */
export const placeStateShape = z.object({
  format: z.literal('tidegate/local-process/v1'),
  fence: z.int(),
  current: standingShape.nullable(),
  candidate: standingShape.nullable(),
  retiring: z.array(standingShape),
  works: z.record(z.string(), workShape),
});

export type Slot = Readonly<z.infer<typeof slotShape>>;
export type Version = Readonly<z.infer<typeof versionShape>>;
export type Standing = Readonly<z.infer<typeof standingShape>>;
export type Work = Readonly<z.infer<typeof workShape>>;
export type PlaceState = Readonly<z.infer<typeof placeStateShape>>;

export const emptyPlace: PlaceState = {
  format: 'tidegate/local-process/v1',
  fence: 0,
  current: null,
  candidate: null,
  retiring: [],
  works: {},
};

/** A standing version without its instances, as it is remembered for the way back. */
export function versionOf(standing: Standing): Version {
  const { key, digest, version, settings } = standing;
  return { key, digest, version, settings };
}
