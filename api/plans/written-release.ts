import type { DocumentOf } from '../../spec/documents.ts';
import type { Locate } from '../../spec/problem.ts';

/** A release that somebody wrote, with where its parts stand in what they sent. */
export type WrittenRelease = {
  readonly document: DocumentOf<'Release'>;
  readonly locate: Locate | null;
  /** Pointer of the document inside the body. */
  readonly at: string;
};
