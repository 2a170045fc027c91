import { nameOfScope } from '../deviation/deviation.ts';
import { standingAt } from '../deviation/standing.ts';
import { blockersOf } from './blockers.ts';
import type { ObligationState, ReleaseState, StageState } from './state.ts';

/** One word for lists and search: what a release is doing as people would say it. */
export function displayState(state: ReleaseState): string {
  if (state.phase === 'closed') return state.outcome ?? 'closed';
  if (state.paused) return 'paused';
  if (state.waits.some((wait) => wait.kind === 'failed-rollback')) return 'rollback-failed';
  if (state.waits.some((wait) => wait.kind === 'taken-over')) return 'rollback-taken-over';
  if (state.phase !== 'rolling-out') return state.phase;
  if (state.waits.some((wait) => wait.kind === 'failed-stage')) return 'needs-decision';
  return state.waits.some((wait) => wait.clearedBy.length > 0) ? 'waiting' : 'running';
}

const marks: Record<StageState['status'], string> = {
  pending: '·',
  running: '▶',
  succeeded: '✓',
  failed: '✗',
  abandoned: '—',
};

const shownBlockers = 10;
const shownCharacters = 160;

/** Tools may have much to say; the events hold the whole of it. */
function cut(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters - 1)}…`;
}

/**
 * The page that operators read in the Temporal UI: Markdown that names roles and groups, never
 * people. Stays far below the server's limit of 20,000 bytes.
 */
export function describeRelease(state: ReleaseState): string {
  return [
    `## ${state.title}`,
    `**${displayState(state)}** · class ${state.releaseClass} · ${state.services.join(', ')}`,
    ...describeRevisions(state),
    ...describeRecalls(state),
    ...describeBlockers(state),
    ...describeRequirements(state),
    ...describeDeviations(state),
    ...describeObligations(state),
    '### Stages',
    state.stages.map(describeStage).join('\n'),
  ].join('\n\n');
}

function describeRevisions({ revisions = [] }: ReleaseState): string[] {
  const latest = revisions.at(-1);
  if (latest === undefined) return [];
  const { revision, reason, dropped, added, changed, voided } = latest;
  const parts = [
    ['dropped', dropped.map(({ component }) => component)],
    ['added', added],
    ['changed', changed],
    ['to be decided anew', voided],
  ] as const;
  const told = parts.filter(([, names]) => names.length > 0);
  const what = told.map(([how, names]) => `${how}: ${names.join(', ')}`).join('; ');
  return [`**Revision ${revision} of the plan**: ${cut(reason)} ${cut(what)}`.trimEnd()];
}

/** What it is to give up at its next safe point, and for whom. */
function describeRecalls({ leases }: ReleaseState): string[] {
  return leases.flatMap(({ environment, recalledFor }) =>
    recalledFor === undefined
      ? []
      : [`Gives ${environment} to the emergency \`${recalledFor}\` where it may.`],
  );
}

function describeBlockers(state: ReleaseState): string[] {
  const blockers = blockersOf(state);
  if (blockers.length === 0) return [];
  const lines = blockers.slice(0, shownBlockers).map((blocker) => {
    const { reason, clearedBy, remedy, until, then } = blocker;
    const who = clearedBy.length === 0 ? 'time alone' : cut(clearedBy.join(', '));
    const end =
      until === null ? 'no known end' : `until ${forPeople(until)}, then it ${then ?? 'goes on'}`;
    return `- ${cut(reason)} Cleared by ${who}; ${end}. ${cut(remedy)}`;
  });
  if (blockers.length > shownBlockers) {
    lines.push(`- and ${blockers.length - shownBlockers} more.`);
  }
  return ['### Waiting', lines.join('\n')];
}

function describeStage(stage: StageState): string {
  const attempt = stage.attempt > 1 ? ` (attempt ${stage.attempt})` : '';
  const said = stage.failure?.message ?? stage.summary ?? '';
  return `- ${marks[stage.status]} \`${stage.id}\`${attempt} ${cut(said)}`.trimEnd();
}

function describeRequirements(state: ReleaseState): string[] {
  if (state.requirements.length === 0) return [];
  const lines = state.requirements.map(({ id, group, count, outcome, decisions }) => {
    const approvals = decisions.filter(({ verdict }) => verdict === 'approve').length;
    return `- \`${id}\`: ${outcome}, ${approvals} of ${count} from ${group}`;
  });
  return ['### Approvals', lines.join('\n')];
}

/** What went out by them stands out for whoever looks; the latest, for there may be many. */
function describeDeviations(state: ReleaseState): string[] {
  if (state.askedDeviations.length === 0) return [];
  const lines = state.askedDeviations.slice(-shownBlockers).map((deviation) => {
    const { scope, grantedBy, until } = deviation;
    const standing = standingAt(deviation, state.at ?? until);
    const what = cut(nameOfScope(scope));
    return `- ${what}: ${standing}, until ${forPeople(until)}, answered by ${grantedBy}`;
  });
  return ['### Deviations', lines.join('\n')];
}

function describeObligations(state: ReleaseState): string[] {
  if (state.obligations.length === 0) return [];
  const lines = state.obligations.map(
    ({ title, owner, due, metAt, waived }) =>
      `- ${title}: ${settled(metAt, waived) ?? `due ${forPeople(due)} from ${owner}`}`,
  );
  return ['### Obligations', lines.join('\n')];
}

function settled(metAt: string | null, waived: ObligationState['waived']): string | null {
  if (metAt !== null) return `done ${forPeople(metAt)}`;
  return waived === null ? null : `waived ${forPeople(waived.at)}`;
}

/** An instant in UTC as the rest of the Temporal UI writes it: `2026-11-22 13:02:58 UTC`. */
function forPeople(instant: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(instant) ?? [];
  return day === undefined ? instant : `${day} ${time} UTC`;
}
