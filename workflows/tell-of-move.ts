import type { ReleaseRun } from './release-run.ts';
import { isToldOf, tell } from './tell.ts';

/** Another time at which a release that is held may go on. RFC 3339; null: nobody knows. */
export type Move = {
  readonly environment: string;
  readonly old: string | null;
  readonly new: string | null;
  /** As the calendar says it. */
  readonly why: string;
};

/**
 * Tells whom the plan names that a held release goes at another time than they were told, once for
 * each move.
 */
export async function tellOfMove(run: ReleaseRun, move: Move): Promise<void> {
  if (move.old === move.new || !isToldOf(run, 'moved')) return;
  const { environment, why } = move;
  const values = { environment, why, old: shown(move.old), new: shown(move.new) };
  await tell(run, `Tell that ${environment} opens at another time`, {
    kind: 'moved',
    audience: [],
    subject: `${run.plan.title}: another date for ${environment}`,
    text:
      `${run.plan.title} was expected to go on in ${environment} at ${values.old}. ` +
      `Now it is ${values.new}. ${why}`,
    key: `${run.release}/${environment}/moved/${run.state.seq}`,
    values,
  });
}

function shown(instant: string | null): string {
  return instant ?? 'a time that nobody knows yet';
}
