import type { ReleaseState } from '../release/state.ts';
import { buildsOfUnknown } from './unknown-authors.ts';

/**
 * Why a person may not decide about a release, whatever group they are in; null when nothing speaks
 * against it.
 */
export function exclusionOf(
  state: Pick<ReleaseState, 'requestedBy' | 'builds' | 'releaseClass' | 'revisions'>,
  subject: string,
): { readonly code: string; readonly reason: string } | null {
  if (state.requestedBy === subject) {
    return {
      code: 'approval/requester',
      reason: 'The person who started a release does not decide about it.',
    };
  }
  const revised = state.revisions?.find(({ by }) => by === subject);
  if (revised !== undefined) {
    return {
      code: 'approval/reviser',
      reason: `Who revised the plan (revision ${revised.revision}) does not decide about it.`,
    };
  }
  const authored = state.builds.filter((build) => build.authors.includes(subject));
  if (authored.length > 0) {
    const components = authored.map((build) => build.component).join(', ');
    return {
      code: 'approval/author-of-the-change',
      reason: `An author of the change does not decide about it (${components}).`,
    };
  }
  const unknown = buildsOfUnknown(state).map(({ component }) => component);
  if (unknown.length === 0) return null;
  return {
    code: 'approval/unknown-author',
    reason: `Nobody knows every author of ${unknown.join(', ')}, so this may be one of them.`,
  };
}
