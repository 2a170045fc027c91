import { blockersOf } from '../../domain/release/blockers.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { judgeDeployment, whyNotAccepted, whyNotApproved } from './judge.ts';
import { leaseIn, type Machine } from './machine.ts';
import { questions, subjectOf, type World } from './world.ts';

/** Lets the release come to rest, and holds what it did to what it must never do. */
export async function settle(world: World, machine: Machine): Promise<void> {
  await machine.rest();
  const state = await machine.state();
  const effects = machine.effects();
  const nowMs = await machine.nowMs();
  for (const effect of effects) {
    world.seen.add('deployed');
    world.wrongs.push(...judgeDeployment(world, effect));
  }
  observe(world, state);
  world.wrongs.push(...wrongApprovals(world, state), ...withoutWayOut(world, state, nowMs));
  for (const { kind } of state.waits) world.seen.add(`waits: ${kind}`);
  for (const { failure } of state.stages) {
    if (failure !== null) world.seen.add(`failed: ${failure.code}`);
  }
  if (state.phase === 'closed') world.seen.add(`closed: ${state.outcome}`);
  world.rivalHolds = leaseIn(machine.records)?.release === 'rival';
  if (world.wrongs.length > 0) throw new Error(world.wrongs.join('\n'));
}

/** One digest is one subject: whoever signs it has to know what it is about. */
function observe(world: World, { requirements }: ReleaseState): void {
  world.shown.clear();
  for (const { id, subjectDigest: digest, outcome } of requirements) {
    world.shown.set(id, { digest, outcome });
    if (outcome !== 'pending' && outcome !== 'approved') continue;
    const subject = subjectOf(world, id);
    const known = world.subjects.get(digest);
    world.subjects.set(digest, known ?? subject);
    if (known === undefined || known.words === subject.words) continue;
    world.wrongs.push(`${id} asks about ${subject.words} by the digest of ${known.words}.`);
  }
}

/** Whatever is approved was approved by people, and never by the time that passed. */
function wrongApprovals(world: World, { requirements }: ReleaseState): readonly string[] {
  // Whoever invents one deceives the records, and not those who touch the environment.
  if (world.invented) return [];
  const approved = requirements.filter(({ outcome }) => outcome === 'approved');
  return approved.flatMap(({ id }) => {
    const why = id === 'production/uat' ? whyNotAccepted(world) : whyNotApproved(world, null);
    // A question is answered alone where the others of its stage are asked anew.
    const alone = questions.some(
      (other) => other.id !== 'production/uat' && world.shown.get(other.id)?.outcome !== 'approved',
    );
    return why === null || (alone && id !== 'production/uat') ? [] : [`${id} is approved: ${why}.`];
  });
}

/** What waits says why, who can end that or when it ends, and what they do. */
function withoutWayOut(world: World, state: ReleaseState, nowMs: number): readonly string[] {
  if (state.phase === 'closed') return [];
  const blockers = blockersOf(state);
  if (blockers.length === 0) return ['It stands still, and nothing says why.'];
  return blockers.flatMap(({ id, kind, reason, remedy, clearedBy, until }) => {
    if (reason === '' || remedy === '') return [`${id} says neither why nor what to do.`];
    if (until !== null && Date.parse(until) < nowMs - patienceMs) {
      return [`${id} was to end at ${until}, and waits still at ${new Date(nowMs).toISOString()}.`];
    }
    const hasWayOut = clearedBy.length > 0 || until !== null;
    // The way out is the other release, and the remedy says where to see it.
    if (hasWayOut || (kind === 'lease' && world.rivalHolds)) return [];
    return [`${id} waits for nobody and for no time.`];
  });
}

const patienceMs = 60_000;
