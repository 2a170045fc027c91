import { blockingDefects } from '../acceptance/blocking-defects.ts';
import { nameBlocking } from '../acceptance/name-blocking.ts';
import { askedGroups } from '../approval/asked-groups.ts';
import { bypassOf, standingByBypass } from '../deviation/bypasses.ts';
import { type DeviationState, nameOfScope } from '../deviation/deviation.ts';
import { standingAt } from '../deviation/standing.ts';
import { standingOf } from './standing.ts';
import type { ReleaseState, RequirementState } from './state.ts';

/** One answer to "why is it waiting": what holds the release, who can clear it, and until when. */
export type Blocker = {
  readonly id: string;
  readonly kind: ReleaseState['waits'][number]['kind'] | 'paused' | 'report' | 'defects';
  readonly stage: string | null;
  readonly reason: string;
  readonly clearedBy: readonly string[];
  readonly remedy: string;
  readonly since: string | null;
  /** Null: no known end. */
  readonly until: string | null;
  readonly then: string | null;
};

/** Everything that a release waits for now. Empty while it works, and after it has closed. */
export function blockersOf(state: ReleaseState): readonly Blocker[] {
  if (state.phase === 'closed') return [];
  const waits = state.waits.flatMap((wait) => stillMissing(state, wait));
  const defects = state.requirements.flatMap((requirement) => openDefects(state, requirement));
  const found = [...waits, ...defects];
  return state.paused ? [pausedBlocker(state), ...found] : found;
}

/** Which defects keep an acceptance test from being accepted, whoever would accept it. */
function openDefects(state: ReleaseState, requirement: RequirementState): readonly Blocker[] {
  const { id, stage, group, outcome } = requirement;
  if (outcome !== 'pending') return [];
  const blocking = blockingDefects(requirement, state.defects);
  if (blocking.length === 0) return [];
  const ids = blocking.flatMap((each) => each.ids);
  const changedAt = (state.defects ?? [])
    .filter((defect) => defect.requirement === id && ids.includes(defect.id))
    .map((defect) => defect.changedAt);
  return [
    {
      id: `${id}/open-defects`,
      kind: 'defects',
      stage,
      reason: `${nameBlocking(blocking)} when ${id} is accepted.`,
      clearedBy: [group],
      remedy: `Say of each when it is resolved: PATCH …/uat/defects/${ids[0]} with state resolved.`,
      since: changedAt.toSorted()[0] ?? null,
      until: null,
      then: null,
    },
  ];
}

/** What a question still waits for. One for which enough people have decided holds nobody. */
function stillMissing(state: ReleaseState, found: Blocker): readonly Blocker[] {
  const wait = withRevision(state, withAsked(state, found));
  const asked = state.requirements.find(({ id }) => id === wait.id);
  const tally = asked === undefined ? undefined : standingOf(state, asked).get(asked.id);
  if (asked === undefined || tally?.outcome !== 'pending') {
    return tally?.outcome === 'approved' ? [] : [wait];
  }
  // Only its defects hold it, which are a blocker of their own.
  if (tally.missing === 0) return [];
  const bypass = bypassOf(state, asked, state.at ?? asked.openedAt);
  if (bypass !== undefined) return [bypassed(state, asked, { wait, bypass })];
  if (asked.decisions.length === 0 && asked.escalatedTo === undefined) return [wait];
  const groups = state.requirements
    .filter(({ id }) => tally.helpedBy.includes(id))
    .flatMap(askedGroups);
  const clearedBy = [...new Set([...askedGroups(asked), ...groups])];
  const reason = `${tally.missing} more of ${clearedBy.join(' or ')} must decide for ${asked.id}.`;
  return [{ ...wait, reason, clearedBy }];
}

/** What is still missing where fewer people are enough for now. */
function bypassed(
  state: ReleaseState,
  asked: RequirementState,
  { wait, bypass }: { readonly wait: Blocker; readonly bypass: DeviationState },
): Blocker {
  const now = state.at ?? asked.openedAt;
  const missing = standingByBypass(state, asked.stage, now).get(asked.id)?.missing ?? asked.count;
  const { id, terms } = bypass;
  const enough = `Deviation ${id} lets ${terms?.approvals} of ${asked.count} be enough`;
  const reason =
    missing === 0
      ? `${enough}; other approvals of the stage are missing.`
      : `${missing} more of ${asked.group} must decide for ${asked.id}. ${enough}; whoever asked ` +
        'for it is none of them.';
  return { ...wait, reason };
}

/** A checklist fails where it finds the calendar closed again. */
const clearedByOverrides: ReadonlySet<Blocker['kind']> = new Set(['window', 'failed-stage']);

/** What holds a release, with the deviations from it that were asked for and not answered. */
function withAsked(state: ReleaseState, wait: Blocker): Blocker {
  const environment = state.stages.find(({ id }) => id === wait.stage)?.environment ?? null;
  const asked = state.askedDeviations.filter((deviation) => {
    const { scope, askedAt } = deviation;
    if (standingAt(deviation, state.at ?? askedAt) !== 'asked') return false;
    if (scope.kind === 'gate') return wait.kind === 'failed-stage';
    if (scope.kind === 'bypass') return wait.id === scope.requirement;
    if (scope.kind === 'other-release') {
      return (
        ['other-release', 'failed-stage'].includes(wait.kind) && scope.environment === environment
      );
    }
    // It was answered before the release began.
    if (scope.kind === 'lowering') return false;
    // Whatever it waits for, it may go on by another plan then.
    if (scope.kind === 'revision') return true;
    return clearedByOverrides.has(wait.kind) && scope.environment === environment;
  });
  const told = asked.map(
    ({ id, scope, grantedBy, until }) =>
      `Deviation ${id} (${nameOfScope(scope)}) was asked for until ${until}: ${grantedBy} answers.`,
  );
  const clearing = asked.filter(({ scope }) => scope.kind !== 'revision');
  const clearedBy = [...wait.clearedBy, ...clearing.map(({ grantedBy }) => grantedBy)];
  const remedy = [wait.remedy, ...told].join(' ');
  return { ...wait, clearedBy: [...new Set(clearedBy)], remedy };
}

/** Whoever has decided before learns why they are asked anew. */
function withRevision({ requirements, revisions }: ReleaseState, wait: Blocker): Blocker {
  const asked = requirements.find(({ id }) => id === wait.id);
  const revision = asked?.voided?.find(({ because }) => because === 'revised')?.revision;
  const made = revisions?.find((each) => each.revision === revision);
  if (made === undefined) return wait;
  const why = `Revision ${made.revision} of the plan has voided earlier decisions: ${made.reason}`;
  return { ...wait, remedy: `${wait.remedy} ${why}` };
}

function pausedBlocker(state: ReleaseState): Blocker {
  return {
    id: 'paused',
    kind: 'paused',
    stage: state.stages.find((stage) => stage.status === 'running')?.id ?? null,
    reason: 'Someone paused the release.',
    clearedBy: ['whoever may send commands'],
    remedy: 'Send the command resume.',
    since: state.at,
    until: null,
    then: null,
  };
}
