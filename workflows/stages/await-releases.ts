import { CancellationScope, condition } from '@temporalio/workflow';
import type { SeenOther } from '../../activities/look-at-others.ts';
import type { Awaited } from '../../domain/other-release/awaited.ts';
import type { StageOf } from '../../domain/plan/stage.ts';
import { entitledGroups } from '../../domain/release/receive-command.ts';
import type { Wait } from '../../domain/release/wait.ts';
import { lookouts } from '../activity-proxies.ts';
import type { ReleaseRun } from '../release-run.ts';
import { renewEvidence } from '../renew-evidence.ts';
import { tell } from '../tell.ts';
import { mayLeave, useExemptions } from '../use-exemptions.ts';

type AwaitReleases = StageOf<'await-releases'>;

/**
 * Waits until the records of other releases say that they have come to what is awaited of them, or
 * somebody lets it go on without one of them. Time never does. Whoever will not come any more is
 * told to people, who decide. Evidence that became too old meanwhile is gathered anew.
 */
export async function awaitReleases(stage: AwaitReleases, run: ReleaseRun): Promise<string> {
  const { id, environment } = stage;
  let hasWaited = openWaits(run, stage).length > 0;
  for (;;) {
    const left = useExemptions(run, id, environment);
    for (const release of left) end(run, stage, release, 'gone-without');
    const awaited = stage.awaited.filter(({ release }) => !left.includes(release));
    const seen = await look(run, stage, awaited);
    if (seen === null) continue;
    const missing = seen.filter(({ verdict }) => verdict.standing !== 'met');
    if (missing.length === 0) {
      for (const { release } of awaited) end(run, stage, release, 'cleared');
      if (hasWaited) await renewEvidence(run, environment, `${id}/${run.state.seq}`);
      return summaryOf(awaited, left);
    }
    hasWaited = true;
    for (const each of seen) await follow(run, stage, each);
    await run.journal.flush();
  }
}

/** Null when somebody lets the release leave one of them before there is anything new. */
async function look(
  run: ReleaseRun,
  stage: AwaitReleases,
  awaited: readonly Awaited[],
): Promise<readonly SeenOther[] | null> {
  if (awaited.length === 0) return [];
  const { release } = run;
  const told = Object.fromEntries(
    openWaits(run, stage).map(({ id, reason }) => [id.slice(stage.id.length + 1), reason]),
  );
  const names = awaited.map((other) => other.release).join(', ');
  const scope = new CancellationScope();
  const seen = scope.run(() =>
    run.watch('long', () =>
      run.journal.look(() =>
        lookouts(`Has ${names} come?`).lookAtOthers({ release, awaited, told }),
      ),
    ),
  );
  const granted = scope.run(() => condition(() => mayLeave(run, stage.environment)));
  try {
    return await Promise.race([seen, granted.then(() => null)]);
  } finally {
    scope.cancel();
    // What either would have said is not waited for.
    for (const rest of [seen, granted]) rest.catch(() => undefined);
  }
}

/** Only what changes is recorded: others may take months. */
async function follow(run: ReleaseRun, stage: AwaitReleases, seen: SeenOther): Promise<void> {
  const { awaited, verdict } = seen;
  const { environment } = stage;
  if (verdict.standing === 'met') return end(run, stage, awaited.release, 'cleared');
  const id = waitId(stage, awaited.release);
  if (run.openWait(id)?.reason === verdict.reason) return;
  const isGone = verdict.standing === 'gone';
  const deciding = isGone ? decidersOf(run) : [];
  const wait: Wait = {
    id,
    stage: stage.id,
    kind: 'other-release',
    reason: verdict.reason,
    clearedBy: [...new Set([...deciding, ...verdict.helpedBy])],
    remedy: isGone ? ways(run, awaited) : `${whatHelps(awaited)} ${ways(run, awaited)}`,
    until: null,
    then: null,
  };
  run.journal.record({ type: 'wait.began', wait });
  if (!isGone) return;
  await tell(run, `Tell that ${awaited.release} will not come`, {
    kind: 'held',
    audience: decidersOf(run),
    subject: `${run.plan.title} waits for a release that will not come`,
    text: `${verdict.reason} ${run.release} waits for it before ${environment}. ${wait.remedy}`,
    key: `${run.release}/${id}/${run.state.seq}`,
  });
}

const waitId = (stage: AwaitReleases, release: string) => `${stage.id}/${release}`;

function openWaits(run: ReleaseRun, stage: AwaitReleases): readonly Wait[] {
  return run.state.waits.filter((wait) => wait.stage === stage.id && wait.kind === 'other-release');
}

function end(run: ReleaseRun, stage: AwaitReleases, release: string, outcome: string): void {
  const wait = waitId(stage, release);
  if (run.openWait(wait) !== undefined) run.journal.record({ type: 'wait.ended', wait, outcome });
}

/** Who decides about one that will not come: who lets go without it, or who withdraws. */
function decidersOf({ plan }: ReleaseRun): readonly string[] {
  const granting = plan.deviations?.['other-release']?.grantedBy;
  return granting === undefined ? entitledGroups(plan, 'withdraw') : [granting, plan.accountable];
}

function whatHelps({ release, stage, until }: Awaited): string {
  const what = until === 'reached' ? 'is ready there' : `has done ${stage}`;
  const where = `GET /v1/releases/${release}`;
  return `Help ${release} on (${where}): it goes on by itself when that ${what}.`;
}

/** What people can do besides, as sentences. */
function ways({ plan, release }: ReleaseRun, awaited: Awaited): string {
  const rule = plan.deviations?.['other-release'];
  const others = 'Revise the plan to do without it, or withdraw the release.';
  if (rule === undefined) return `The policy lets nobody go without ${awaited.release}. ${others}`;
  return (
    `${rule.grantedBy} may let it go without ${awaited.release} when somebody else asks with ` +
    `POST /v1/releases/${release}/deviations (other-release). ${others}`
  );
}

function summaryOf(awaited: readonly Awaited[], left: readonly string[]): string {
  const came = awaited.map(({ release }) => release);
  const parts = [
    ...(came.length === 0 ? [] : [`${came.join(', ')} has come so far.`]),
    ...(left.length === 0 ? [] : [`It goes without ${left.join(', ')}.`]),
  ];
  return parts.join(' ');
}
