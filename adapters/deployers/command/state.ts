import { z } from 'zod';

/** What a tool said is there. A null version means that nothing is. */
const observedShape = z.object({ digest: z.string().nullable(), version: z.string().nullable() });

/**
 * A version, and how the tool itself calls it. `key` is null for what was there before Tidegate.
 */
const standingShape = z.object({
  key: z.string().nullable(),
  digest: z.string(),
  version: z.string(),
  observed: observedShape,
});

/**
 * How far the work under a key has come. `before` is what the tool said before the first attempt,
 * `after` what it said when the work was done.
 */
const workShape = z.object({
  digest: z.string(),
  phase: z.enum(['applying', 'applied', 'settled', 'undoing', 'undone']),
  before: observedShape.nullable(),
  /** Key of what was recorded as serving when the work began. */
  servedKey: z.string().nullable(),
  previous: standingShape.nullable(),
  after: observedShape.nullable(),
});

/** A command that was about to run, or ran, when this was written. */
const runningShape = z.object({
  command: z.string(),
  mark: z.string(),
  process: z.object({ pid: z.int(), started: z.string() }).nullable(),
});

export const placeStateShape = z.object({
  format: z.literal('tidegate/command/v1'),
  fence: z.int(),
  current: standingShape.nullable(),
  /** Digest of the artifact whose unpacked folder `observe` runs in when there is no order. */
  tools: z.string().nullable(),
  running: runningShape.nullable(),
  works: z.record(z.string(), workShape),
});

export type ToolObservation = Readonly<z.infer<typeof observedShape>>;
export type Standing = Readonly<z.infer<typeof standingShape>>;
export type Work = Readonly<z.infer<typeof workShape>>;
export type Running = Readonly<z.infer<typeof runningShape>>;
export type PlaceState = Readonly<z.infer<typeof placeStateShape>>;

export const emptyPlace: PlaceState = {
  format: 'tidegate/command/v1',
  fence: 0,
  current: null,
  tools: null,
  running: null,
  works: {},
};

/** Whether a tool said the same twice. */
export function sameObservation(one: ToolObservation, other: ToolObservation): boolean {
  return one.digest === other.digest && one.version === other.version;
}

/** How an observation is named to people. */
export function nameOf({ digest, version }: ToolObservation): string {
  if (version === null && digest === null) return 'nothing';
  return digest === null ? `${version}` : `${version ?? 'no version'} (${digest})`;
}

/**
 * What an observation means: the version that is recorded as giving it, nothing, or something that
 * was not put there under a key.
 */
export function standingOf(observed: ToolObservation, recorded: Standing | null): Standing | null {
  if (recorded !== null && sameObservation(recorded.observed, observed)) return recorded;
  if (observed.version === null && observed.digest === null) return null;
  return {
    key: null,
    digest: observed.digest ?? `version:${observed.version}`,
    version: observed.version ?? 'unknown',
    observed,
  };
}
