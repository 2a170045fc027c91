import type { ReleaseRun } from './release-run.ts';
import { tell } from './tell.ts';

/** When a release that is held may go on. RFC 3339; null: nobody knows. */
export type ExpectedDate = {
  readonly environment: string;
  /** What was told before; undefined: nothing, because it is held only now. */
  readonly old: string | null | undefined;
  readonly new: string | null;
  /** As the calendar says it. */
  readonly why: string;
};

/**
 * Tells whom the plan names that a release is held by the calendar, and once for each move that it
 * goes at another time than they were told.
 */
export async function tellOfDate(run: ReleaseRun, date: ExpectedDate): Promise<void> {
  if (date.old === date.new) return;
  const { environment, why } = date;
  const isFirst = date.old === undefined;
  const values = { environment, why, old: shown(date.old ?? null), new: shown(date.new) };
  const { title } = run.plan;
  await tell(run, `Tell when ${environment} opens`, {
    kind: isFirst ? 'held' : 'moved',
    audience: [],
    subject: isFirst ? `${title} is held` : `${title}: another date for ${environment}`,
    text: isFirst
      ? `${title} waits for ${environment} until ${values.new}. ${why}`
      : `${title} was expected to go on in ${environment} at ${values.old}. ` +
        `Now it is ${values.new}. ${why}`,
    key: `${run.release}/${environment}/date/${run.state.seq}`,
    values,
  });
}

function shown(instant: string | null): string {
  return instant ?? 'a time that nobody knows yet';
}
