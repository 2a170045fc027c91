import { letsFinish } from '../domain/calendar/overrun.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { entitledGroups } from '../domain/release/receive-command.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Ports } from './ports/index.ts';

/**
 * Whether a person has decided that this release finishes what it began in the environment when it
 * closed, by a signed statement, and is entitled still. Silence never decides so.
 */
export async function isDecidedOverrun(
  { statements, verifier, directory }: Pick<Ports, 'statements' | 'verifier' | 'directory'>,
  proven: { readonly plan: ReleasePlan; readonly state: ReleaseState },
  step: {
    readonly release: string;
    readonly environment: string;
    readonly planDigest: string;
    readonly overrun: string;
  },
): Promise<boolean> {
  const jws = await statements.load(step.overrun);
  if (jws === null) return false;
  const verified = await verifier.verify(jws);
  if ('refused' in verified || !letsFinish(verified.statement, proven, step)) return false;
  const groups = await directory.groupsOf(verified.statement.by);
  return entitledGroups(proven.plan, 'proceed').some((group) => groups.includes(group));
}
