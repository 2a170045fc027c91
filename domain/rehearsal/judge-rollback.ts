import type { Judgement } from '../gate/gate.ts';
import type { Stage } from '../plan/stage.ts';
import type { RehearsalAccount } from './account.ts';
import type { RecordedRehearsal } from './recorded.ts';

export type RollbackRehearsed = Judgement & {
  /** The rehearsal that speaks for it, or the last one that does not; null where there is none. */
  readonly rehearsal: RecordedRehearsal | null;
};

/**
 * Passes when the way back out of an environment was rehearsed, with this very plan and lately, and
 * ended well. `stages` are those of the environment, `known` the rehearsals of releases of that
 * name. Whatever else was rehearsed proves nothing about this plan.
 */
export function judgeRollbackRehearsal(
  known: readonly RecordedRehearsal[],
  asked: {
    readonly planDigest: string;
    readonly stages: readonly Stage[];
    readonly maximumAgeMs: number;
    /** RFC 3339. */
    readonly now: string;
  },
): RollbackRehearsed {
  const { planDigest, stages, maximumAgeMs, now } = asked;
  const latestFirst = known.toSorted((one, other) => other.endedAt.localeCompare(one.endedAt));
  const remedy = `Run \`tidegate rehearse SPEC --fail ${failing(stages)}\`, then send retry.`;
  const open = (reason: string, rehearsal: RecordedRehearsal | null): RollbackRehearsed => ({
    verdict: 'inconclusive',
    reason: `${reason} ${remedy}`,
    rehearsal,
  });
  const ofPlan = latestFirst.filter((each) => each.planDigest === planDigest);
  const [last = null] = ofPlan;
  if (last === null) {
    const others = latestFirst.length === 0 ? '' : ', only with others of that name';
    return open(`Nobody has rehearsed a rollback with this plan${others}.`, latestFirst[0] ?? null);
  }
  const played = ofPlan.filter(({ account }) => isPlayed(account, stages));
  const good = played.find(({ account }) => endedWell(account));
  if (good === undefined) {
    const what =
      played.length === 0
        ? 'was rehearsed, but no rollback was played in it'
        : 'had a rollback rehearsed that did not end well';
    return open(`This plan ${what}.`, played[0] ?? last);
  }
  const ageMs = Date.parse(now) - Date.parse(good.endedAt);
  if (!(ageMs <= maximumAgeMs)) {
    const most = `${Math.floor(maximumAgeMs / 3_600_000)} h is the most`;
    return open(`The rollback was rehearsed last at ${good.endedAt}; ${most}.`, good);
  }
  const reason = `Its rollback was rehearsed at ${good.endedAt} and ended well.`;
  return { verdict: 'pass', reason, rehearsal: good };
}

function isPlayed({ lines }: RehearsalAccount, stages: readonly Stage[]): boolean {
  const ids = new Set(stages.map(({ id }) => id));
  return lines.some(({ what, stage }) => what === 'rolls-back' && ids.has(stage ?? ''));
}

/** Everything was taken back but what cannot come back, and the release came to its end. */
function endedWell({ lines, outcome }: RehearsalAccount): boolean {
  if (outcome.ended !== 'closed' || outcome.result === 'released') return false;
  const isTakenBack = lines.some(({ what }) => what === 'taken-back' || what === 'stays');
  return isTakenBack && lines.every(({ what }) => what !== 'not-taken-back');
}

/** A stage whose failure leads back: the one in which users would notice first. */
function failing(stages: readonly Stage[]): string {
  const watching =
    stages.find(({ kind }) => kind === 'canary') ??
    stages.find((stage) => stage.kind === 'validate' && stage.checks.length > 0) ??
    stages.find(({ kind }) => kind === 'stabilize') ??
    stages.find(({ kind }) => kind === 'deploy');
  return watching?.id ?? 'deploy';
}
