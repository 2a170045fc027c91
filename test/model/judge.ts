import {
  authorsOf,
  countOf,
  holds,
  type Question,
  questions,
  type Right,
  type Said,
  subjectOf,
  type World,
} from './world.ts';

const [test, ...approvals] = questions;

/** A deployment that took effect. */
export type Effect = {
  readonly component: string;
  readonly version: string;
  readonly digest: string;
  readonly atMs: number;
  /** Who held the environment by the last grant, and under which number. */
  readonly holder: string | null;
  readonly grantedFence: number | null;
  readonly fence: number;
  readonly release: string;
};

/** Everything that speaks against a deployment that ran, each as a sentence. */
export function judgeDeployment(world: World, effect: Effect): readonly string[] {
  const { atMs, release, holder, fence, grantedFence, version, component } = effect;
  const planned = component === 'web' ? world.scope.web : '2.0.0';
  const found = [
    closedBy(world, atMs),
    whyNotApproved(world, atMs),
    whyDutiesOverlap(world),
    holder !== release || fence !== grantedFence
      ? `under the number ${fence}, while ${holder} held the environment under ${grantedFence}`
      : null,
    world.rivalHolds ? 'while another release had the environment' : null,
    version === planned ? null : `at ${version}, and ${planned} was planned`,
    whyOtherSubject(world),
    world.paused ? 'while the release was paused' : null,
    world.stopped ? 'after somebody had ended it' : null,
  ];
  return found.flatMap((why) =>
    why === null ? [] : [`${component} ${version} was deployed ${why}.`],
  );
}

/** Why the calendar is closed at an instant; null when it is open. */
function closedBy({ entries }: World, atMs: number): string | null {
  const relevant = entries.filter(
    ({ environments }) => environments.length === 0 || environments.includes('production'),
  );
  const active = relevant.filter(
    ({ fromMs, toMs }) => fromMs <= atMs && (toMs === null || atMs < toMs),
  );
  const denying = active.find(({ kind }) => kind !== 'allow');
  if (denying !== undefined) return `while the ${denying.kind} ${denying.id} closed the calendar`;
  const isAllowed =
    active.some(({ kind }) => kind === 'allow') || !relevant.some(({ kind }) => kind === 'allow');
  return isAllowed ? null : 'while no window was open';
}

/**
 * Why the approvals are not enough; null when they are. With an instant, every right has to hold at
 * it still; without one it is enough that it was held by whoever spoke when they did.
 */
export function whyNotApproved(world: World, atMs: number | null): string | null {
  const rejected = approvals.find(({ id }) =>
    currentOf(world, id).some(({ verdict, accepted }) => verdict === 'reject' && accepted === true),
  );
  if (rejected !== undefined) return `although ${rejected.id} was rejected`;
  return canBeMatched(
    approvals.map((question) => ({ question, atMs })),
    world,
    new Set(),
  )
    ? null
    : 'without matching approvals of exactly this';
}

/** What was approved is exactly what goes out, under the rules that count by now. */
function whyOtherSubject(world: World): string | null {
  for (const { id } of approvals) {
    const now = subjectOf(world, id);
    const then = world.subjects.get(world.shown.get(id)?.digest ?? '');
    if (then?.words !== now.words || then.packs !== now.packs) {
      return `although ${JSON.stringify(then)} was approved, and not ${JSON.stringify(now)}`;
    }
  }
  return null;
}

/** Why a test does not count as accepted; null when it does. */
export function whyNotAccepted(world: World): string | null {
  const enough = canBeMatched([{ question: test, atMs: null }], world, new Set());
  return enough ? null : 'nobody who may has accepted exactly this';
}

/** What was said about a question as it is asked now, and not taken back. */
export function currentOf({ said, shown }: World, id: string): readonly Said[] {
  const digest = shown.get(id)?.digest;
  return said.filter(
    (each) =>
      each.question === id && each.digest === digest && !each.withdrawn && each.accepted !== false,
  );
}

type Place = { readonly question: Question; readonly atMs: number | null };

/** Tries everybody in every place; nobody's voice counts twice. */
function canBeMatched(asked: readonly Place[], world: World, used: ReadonlySet<string>): boolean {
  const places = asked.flatMap((place) =>
    Array.from({ length: countOf(world, place.question.id) }, () => place),
  );
  return fill(places, world, used);
}

function fill(places: readonly Place[], world: World, used: ReadonlySet<string>): boolean {
  const [first, ...rest] = places;
  if (first === undefined) return true;
  return usableRights(world, first)
    .filter(({ voices }) => voices.every((voice) => !used.has(voice)))
    .some(({ voices }) => fill(rest, world, new Set([...used, ...voices])));
}

function usableRights(world: World, { question, atMs }: Place): readonly Right[] {
  return currentOf(world, question.id)
    .filter(({ verdict }) => verdict === 'approve')
    .flatMap(({ rights }) => rights)
    .filter((right) => atMs === null || holds(world, right, question.group, atMs));
}

/** Whose duties on this release do not go together; null when everybody's do. */
function whyDutiesOverlap(world: World): string | null {
  const voices = (id: string) =>
    currentOf(world, id)
      .filter(({ verdict }) => verdict === 'approve')
      .flatMap(voicesOf);
  const testers = new Set(voices('production/uat'));
  const approvers = [...voices('production/cab'), ...voices('production/management')];
  const builders = [world.requestedBy, ...authorsOf(world)];
  const both = [...testers].find(
    (person) =>
      (builders.includes(person) && (approvers.includes(person) || world.commanders.has(person))) ||
      (world.strict && approvers.includes(person)),
  );
  return both === undefined ? null : `with duties in one hand, that of ${both}`;
}

/** Whose voice it was: where somebody had several rights, theirs alone is certain. */
function voicesOf({ by, rights }: Said): readonly string[] {
  const [only] = rights;
  return rights.length === 1 && only !== undefined ? only.voices : [by];
}
