import type { Calendar } from '../domain/calendar/calendar.ts';
import type { CalendarAnswer } from '../domain/calendar/entry.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import { entitledGroups } from '../domain/release/receive-command.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import type { Ports } from './ports/index.ts';

/** Whether people may let a deployment that is under way finish although this closes it. */
export function isOverridable({ entries }: Calendar, { by }: CalendarAnswer): boolean {
  return !entries.some(({ id, kind }) => kind === 'embargo' && by.includes(id));
}

/**
 * Whether a person has decided that this release finishes what it began in the environment when it
 * closed: by a signed statement that the release has accepted, about this plan and a stage that
 * changes this environment, and entitled still. Silence never decides so.
 */
export async function isDecidedOverrun(
  { statements, verifier, directory }: Pick<Ports, 'statements' | 'verifier' | 'directory'>,
  { plan, state }: { readonly plan: ReleasePlan; readonly state: ReleaseState },
  step: {
    readonly release: string;
    readonly environment: string;
    readonly planDigest: string;
    readonly overrun: string;
  },
): Promise<boolean> {
  const { environment } = step;
  const jws = await statements.load(step.overrun);
  if (jws === null) return false;
  const verified = await verifier.verify(jws);
  if ('refused' in verified || verified.statement.kind !== 'command') return false;
  const { statement } = verified;
  const { command, target } = statement.content;
  const stage = plan.stages.find(({ id }) => id === target);
  const isAboutThis =
    command === 'proceed' &&
    (stage?.kind === 'deploy' || stage?.kind === 'canary') &&
    stage.environment === environment &&
    statement.release === step.release &&
    statement.subjectDigest === step.planDigest;
  const isAccepted = state.receipts.some(
    ({ id, outcome }) => id === statement.id && outcome === 'accepted',
  );
  const isUnderWay = state.changes.some(
    (change) => change.environment === environment && change.status === 'applied',
  );
  if (!isAboutThis || !isAccepted || !isUnderWay) return false;
  const groups = await directory.groupsOf(statement.by);
  return entitledGroups(plan, command).some((group) => groups.includes(group));
}
