import { applyFact } from '../../domain/release/apply-fact.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import type { ApiRecords } from '../records-port.ts';

const pageSize = 200;

/**
 * The state in which a question about that subject was opened, as the ledger tells it; null when it
 * never was.
 */
export async function stateWhenAsked(
  release: string,
  subjectDigest: string,
  { readEvents }: Pick<ApiRecords, 'readEvents'>,
): Promise<ReleaseState | null> {
  let state = initialState();
  let pageToken: string | undefined;
  do {
    const page = await readEvents(release, { pageSize, pageToken });
    for (const entry of page.events) {
      if (entry.sort !== 'fact') continue;
      state = applyFact(state, entry.fact);
      const { event } = entry.fact;
      if (event.type === 'requirement.opened' && event.subjectDigest === subjectDigest) {
        return state;
      }
    }
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  return null;
}
