import type { ReleaseFact } from '../../release/event.ts';
import type { ReleaseRecord } from '../record.ts';
import type { ReleaseStory } from '../tell-story.ts';
import type { Finding } from './control.ts';

/** What answers rest on: the record, and the story that it tells. */
export type EvidenceBase = {
  readonly record: ReleaseRecord;
  readonly story: ReleaseStory;
  readonly facts: readonly ReleaseFact[];
};

export type Answerer = (base: EvidenceBase) => Finding;

export const shown = (...facts: readonly string[]): Finding => ({ status: 'shown', facts });
export const notShown = (...facts: readonly string[]): Finding => ({ status: 'not-shown', facts });
export const notApplicable = (fact: string): Finding => ({
  status: 'not-applicable',
  facts: [fact],
});

/** Shown by its facts, unless something speaks against it. */
export function unless(
  against: readonly string[],
  facts: readonly string[],
  whenEmpty: string,
): Finding {
  if (against.length > 0) return notShown(...against, ...facts);
  return facts.length === 0 ? notShown(whenEmpty) : shown(...facts);
}
