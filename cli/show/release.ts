import type { ReleaseAnswer } from '../http/answers.ts';
import type { Paint } from '../terminal/paint.ts';
import { pairs, table } from '../terminal/table.ts';
import { showBlocker } from './blocker.ts';
import { between } from './duration.ts';
import { dayAndTime, dueAt } from './instant.ts';
import { paintState } from './release-list.ts';
import { classLine, riskLine } from './risk.ts';
import { stageMark } from './stage-mark.ts';

/** A release as it stands: what it is, what it waits for, how far it came, and what it changed. */
export function showRelease(release: ReleaseAnswer, paint: Paint, now: Date): string {
  const parts = [
    head(release, paint),
    revisions(release, paint),
    release.blockers
      .flatMap((blocker) => showBlocker(release.release, blocker, paint, now))
      .join('\n'),
    stages(release, paint, now),
    requirements(release, paint, now),
    defects(release, paint),
    changes(release, paint),
    obligations(release, paint, now),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function head(release: ReleaseAnswer, paint: Paint): string {
  const { assessment, rollback, links } = release;
  return pairs(
    [
      ['Release', `${paint('strong', release.release)}  ${release.title}`],
      ['State', paintState(release.state, paint)],
      ['Class', release.releaseClass],
      ...(assessment === null
        ? []
        : ([
            ['Kind', classLine(assessment)],
            ['Path', riskLine(assessment)],
          ] as const)),
      ['Started by', release.requestedBy ?? ''],
      ['Plan', release.planDigest],
      ...(rollback === null ? [] : [['Rolled back', rollback.reason] as const]),
      ...(links.temporal === null ? [] : [['Temporal UI', links.temporal] as const]),
    ],
    paint,
  );
}

function revisions({ revisions: all }: ReleaseAnswer, paint: Paint): string {
  if (all.length === 0) return '';
  const rows = all.map(({ revision, at, reason, dropped, added, changed, voided }) => {
    const names = [
      ...dropped.map(({ component }) => `-${component}`),
      ...added.map((component) => `+${component}`),
      ...changed.map((component) => `~${component}`),
    ];
    return [String(revision), dayAndTime(at), reason, names.join(' '), voided.join(' ')];
  });
  return table(['revision', 'made', 'because', 'components', 'to be decided anew'], rows, paint);
}

function stages({ stages: all }: ReleaseAnswer, paint: Paint, now: Date): string {
  const rows = all.map(({ id, status, attempt, startedAt, endedAt, summary, failure }) => [
    `${stageMark(status, paint)} ${id}`,
    attempt > 1 ? `${status}, attempt ${attempt}` : status,
    between(startedAt, endedAt, now),
    failure?.message ?? summary ?? '',
  ]);
  return table(['  stage', 'status', 'time', 'said'], rows, paint);
}

function requirements({ requirements: all }: ReleaseAnswer, paint: Paint, now: Date): string {
  if (all.length === 0) return '';
  const rows = all.map(({ id, group, count, outcome, decisions, deadline, subjectDigest }) => {
    const approved = decisions.filter(({ verdict }) => verdict === 'approve').length;
    const until = outcome === 'pending' ? dueAt(deadline, now) : '';
    return [id, outcome, `${approved} of ${count} from ${group}`, until, subjectDigest];
  });
  return table(['requirement', 'outcome', 'decided', 'until', 'subject'], rows, paint);
}

function defects({ defects: all }: ReleaseAnswer, paint: Paint): string {
  if (all.length === 0) return '';
  const rows = all.map(({ id, requirement, severity, state, toleratedAs, blocks }) => {
    const stands = toleratedAs === undefined ? '' : 'the board lets it stand';
    return [id, requirement, severity, state, blocks ? 'blocks the test' : stands];
  });
  return table(['defect', 'found by', 'severity', 'state', 'effect'], rows, paint);
}

function changes({ changes: all }: ReleaseAnswer, paint: Paint): string {
  if (all.length === 0) return '';
  const rows = all.map(({ environment, component, what, from, to, status, keptBecause }) => [
    environment,
    component,
    what,
    from?.version ?? 'nothing',
    to.version,
    keptBecause === undefined ? status : `${status}: ${keptBecause}`,
  ]);
  return table(['environment', 'component', 'changed', 'from', 'to', 'status'], rows, paint);
}

function obligations({ obligations: all }: ReleaseAnswer, paint: Paint, now: Date): string {
  if (all.length === 0) return '';
  const rows = all.map(({ id, title, owner, due, metAt }) => [
    id,
    title,
    owner,
    metAt === null ? `due ${dueAt(due, now)}` : `met ${dayAndTime(metAt)}`,
  ]);
  return table(['obligation', 'title', 'owner', 'state'], rows, paint);
}
