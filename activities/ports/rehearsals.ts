import type { RecordedRehearsal } from '../../domain/rehearsal/recorded.ts';

/** What the API has recorded of rehearsals. */
export type RehearsalSource = {
  /** The latest rehearsals of releases of that name that have ended, whatever their plans were. */
  rehearsalsOf(release: string): Promise<readonly RecordedRehearsal[]>;
};
