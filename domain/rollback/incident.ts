/**
 * What kind of harm an incident is about. `breach`: what was brought in did harm, and Tidegate took
 * it back by itself. `rollback-failed`: something could not be undone. `not-restored`: all was
 * undone, and what serves now is not what served before.
 */
export const incidentKinds = ['breach', 'rollback-failed', 'not-restored'] as const;

export type IncidentKind = (typeof incidentKinds)[number];

/** Something that people have to know of and learn from; it stays with the release. */
export type IncidentState = {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly environment: string;
  readonly title: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  /** How it ended, as a sentence; null while it is open. */
  readonly how: string | null;
};
