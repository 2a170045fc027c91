import type { Sighting } from '../../domain/reconcile/report.ts';

/** What Temporal knows of the workflows, for whoever compares it with the records. */
export type Engine = {
  /** The latest run under the id of that release, or null where there is none. */
  seeRelease(release: string): Promise<Sighting | null>;
  /** Releases under whose ids something runs, or has ended since then. It may lag by seconds. */
  releasesSeen(since: Date): AsyncIterable<string>;
  /** Who waits for an environment, or null while nobody answers. */
  queueOf(environment: string): Promise<{ readonly queue: readonly string[] } | null>;
};
