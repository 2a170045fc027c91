import { buildsOfUnknown } from '../domain/approval/unknown-authors.ts';
import type { BuildRecord } from '../domain/release/state.ts';
import { steadfast } from './activity-proxies.ts';
import type { ReleaseRun } from './release-run.ts';
import { StageFailed } from './stage-failed.ts';

/**
 * Nobody is asked to decide about a change while one of its authors is unknown. The directory is
 * asked again first, so a retry goes on once the catalog has been mended.
 */
export async function requireKnownAuthors(run: ReleaseRun): Promise<void> {
  const before = buildsOfUnknown(run.state);
  if (before.length === 0) return;
  const identified = await run.journal.perform((step) =>
    steadfast('Ask again who wrote the change').identifyAuthors({
      ...step,
      builds: before.map(({ component, unknownAuthors }) => ({ component, unknownAuthors })),
    }),
  );
  for (const { component, authors, unknownAuthors } of identified) {
    const known = before.find((build) => build.component === component);
    if (known === undefined || known.unknownAuthors.length === unknownAuthors.length) continue;
    run.journal.record({
      type: 'authors.identified',
      component,
      authors: [...new Set([...known.authors, ...authors])],
      unknownAuthors,
    });
  }
  const unknown = buildsOfUnknown(run.state);
  if (unknown.length > 0) throw failed(unknown);
}

function failed(builds: readonly BuildRecord[]): StageFailed {
  const told = builds.map(
    ({ component, tag, unknownAuthors }) => `${unknownAuthors.length} of ${component} at ${tag}`,
  );
  return new StageFailed({
    code: 'approval/unknown-author',
    message:
      `The catalog does not know every author of the change (${told.join(', ')}), ` +
      'so nobody can say who may not decide about it.',
    remedy:
      'List the addresses with `git log --format=%ae` of the tag. Write each into the catalog, ' +
      'as `email` or among the `aliases` of its person, or under `bots`; apply it, and send retry.',
  });
}
