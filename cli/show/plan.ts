import type { PlanAnswer, PlannedStageAnswer } from '../http/plan-answer.ts';
import type { Paint } from '../terminal/paint.ts';
import { pairs, table } from '../terminal/table.ts';
import { duration } from './duration.ts';
import { dayAndTime } from './instant.ts';
import { showRisk } from './risk.ts';

/** Everything that a release would do, and the digest to start it with. */
export function showPlan({ plan, digest, forecast }: PlanAnswer, paint: Paint): string {
  const head = pairs(
    [
      ['Release', `${paint('strong', plan.name)}  ${plan.title}`],
      ['Class', plan.releaseClass],
      ['Accountable', plan.accountable],
      ['Environments', plan.environments.join(' → ')],
      ['Way back', wayBack(plan.rollback)],
    ],
    paint,
  );
  const components = table(
    ['component', 'version', 'wave'],
    plan.components.map(({ name, version, wave }) => [name, version, String(wave + 1)]),
    paint,
  );
  const stages = table(
    ['stage', 'what happens', 'by', 'details'],
    plan.stages.map((stage) => [
      stage.id,
      stage.title,
      stage.responsible.join(', '),
      stageDetails(stage),
    ]),
    paint,
  );
  const windows = forecast.windows.map((window) => showWindow(window, paint)).join('\n');
  const risk = plan.assessment === undefined ? '' : showRisk(plan.assessment, paint);
  const conflicts = showConflicts(forecast, paint);
  const kept = showIrreversible(plan.components, paint);
  return [
    head,
    risk,
    components,
    kept,
    stages,
    windows,
    conflicts,
    pairs([['Digest', digest]], paint),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

type PlannedComponent = PlanAnswer['plan']['components'][number];

/** What a rollback would leave or lose; nothing where all of it can be taken back. */
function showIrreversible(components: readonly PlannedComponent[], paint: Paint): string {
  return components.flatMap((component) => [...limitsOf(component, paint)]).join('\n');
}

function* limitsOf(component: PlannedComponent, paint: Paint): Generator<string> {
  const { name, version, irreversible, lossy, contracts, stays } = component;
  const what = `${name} ${version}`;
  if (irreversible !== undefined) {
    const mark = paint('waiting', 'cannot come back');
    const also = contracts?.holds.join(', ') ?? '';
    const behind = also === '' ? '' : ` Once it has begun, these stay too: ${also}.`;
    yield `${what} ${mark}, a rollback leaves it: ${irreversible.reason}${behind}`;
  }
  if (lossy !== undefined) {
    const mark = paint('waiting', 'loses rows');
    yield `${what} ${mark} of ${lossy.tables.join(', ')} in a rollback: ${lossy.reason}`;
  }
  if (stays !== undefined) yield `${what} stays, a rollback leaves it: ${stays.reason}`;
}

function wayBack(rollback: PlanAnswer['plan']['rollback']): string {
  if (rollback === null) return 'none is planned';
  const { owner, criteria, decisionTimeMs, restoreTargetMs } = rollback;
  const times = `decided in ${duration(decisionTimeMs)}, restored in ${duration(restoreTargetMs)}`;
  return `${owner}; ${times}; when: ${criteria.join(' ')}`;
}

/** What a stage asks for and waits for, in a few words; nothing for those that have no more. */
export function stageDetails(stage: PlannedStageAnswer): string {
  const { waves, requirements = [], task, uat, gates = [], items = [], checks = [] } = stage;
  const { canary, stabilize, soakMs = 0 } = stage;
  return [
    ...(soakMs > 0 ? [`after ${duration(soakMs)} in the environment before`] : []),
    ...(waves === undefined ? [] : [waves.map((wave) => wave.join(' + ')).join(' → ')]),
    ...requirements.map(
      ({ id, group, count, deadlineMs }) =>
        `${id}: ${count} of ${group} within ${duration(deadlineMs)}`,
    ),
    ...(uat === undefined
      ? []
      : [`${uat.count} of ${uat.group} accept within ${duration(uat.cycleMs)}`, ...mostOpen(uat)]),
    ...(task === undefined ? [] : [`${task.group} within ${duration(task.deadlineMs)}`]),
    ...gates.map(({ component, definition }) => `${component}: ${definition.name}`),
    ...items.map(({ item }) => item),
    ...checks.map(({ name }) => name),
    ...(canary === undefined
      ? []
      : [canary.steps.map(({ weightPercent }) => `${weightPercent} %`).join(' → ')]),
    ...(stabilize === undefined ? [] : [`for ${duration(stabilize.durationMs)}`]),
  ].join(', ');
}

/** `with at most 0 critical, 3 medium open`; nothing where any number may be. */
function mostOpen({ defects = {} }: NonNullable<PlannedStageAnswer['uat']>): readonly string[] {
  const most = Object.entries(defects).map(([severity, count]) => `${count} ${severity}`);
  return most.length === 0 ? [] : [`with at most ${most.join(' and ')} open`];
}

function showWindow(window: PlanAnswer['forecast']['windows'][number], paint: Paint): string {
  const { open, reason, nextOpen } = window;
  const mark = open ? paint('good', 'open') : paint('waiting', 'closed');
  const next = open || nextOpen === null ? '' : ` It is likely to open at ${dayAndTime(nextOpen)}.`;
  return `Window now ${mark}: ${reason}${next}`;
}

/** Where it meets other releases, and when it would meet none; nothing when it meets none now. */
export function showConflicts(
  {
    conflicts,
    moreConflicts,
    slots,
  }: Pick<PlanAnswer['forecast'], 'conflicts' | 'moreConflicts' | 'slots'>,
  paint: Paint,
): string {
  if (conflicts.length === 0) return '';
  const met = conflicts.map(({ environment, reason, goesFirst, decision }) => {
    const mark = paint('waiting', goesFirst === null ? 'nobody goes first' : `${goesFirst} first`);
    return `Conflict in ${environment}, ${mark}: ${reason} ${decision}`;
  });
  const places = new Set(conflicts.map(({ environment }) => environment));
  const free = slots
    .filter(({ environment }) => places.has(environment))
    .map(({ environment, start }) => {
      if (start === null) return `${environment} is never free of all this within 400 days.`;
      return `${environment} is free of all this from ${dayAndTime(start)}.`;
    });
  const more = moreConflicts === 0 ? [] : [`And ${moreConflicts} more conflicts.`];
  return [...met, ...more, ...free].join('\n');
}
