import type { DeploymentOrder, TargetReplacer } from '../../activities/ports/deployer.ts';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { TrafficOrder, TrafficState } from '../../activities/ports/traffic.ts';
import type { Goal, Roll } from '../../domain/deployment/roll.ts';

/** One target in memory: what runs there, and how often something was started there. */
type Simulated = { runs: Goal; starts: number };

/** A component's targets and users in memory, which go wrong as they are told, and keep watch. */
export type SimulatedTargets = {
  readonly targets: readonly Simulated[];
  readonly replacer: TargetReplacer;
  /** Divides users, and notes who has none. */
  readonly shift: (order: TrafficOrder) => TrafficState;
  /** The targets that users come to, with the version that they expect there. */
  users(): readonly string[];
  /** What must never be, and was. */
  readonly broken: readonly string[];
};

/** What goes wrong next: nothing, before or after the effect, or half-way through it. */
export type Mishap = 'none' | 'before' | 'half-way' | 'after';

const addressOf = (ordinal: number, runs: Goal) => `http://${runs}.${ordinal}`;

/** `sick`: the target that never says that it is the new version; null: all will. */
export function simulateTargets(
  count: number,
  most: number,
  sick: number | null,
  next: () => Mishap,
): SimulatedTargets {
  const targets = Array.from({ length: count }, (): Simulated => ({ runs: 'previous', starts: 1 }));
  const broken: string[] = [];
  let begun = false;
  let users = targets.map((_, ordinal) => addressOf(ordinal, 'previous'));
  const isSick = (ordinal: number) => ordinal === sick && targets[ordinal]?.runs === 'ordered';

  const look = () => rollOf(targets, begun, isSick);

  async function move(ordinals: readonly number[], goal: Goal): Promise<Roll> {
    const mishap = next();
    if (mishap === 'before') throw lost();
    begun = true;
    const moved = mishap === 'half-way' ? ordinals.slice(0, 1) : ordinals;
    for (const ordinal of moved) {
      const target = targets[ordinal];
      if (target === undefined || target.runs === goal) continue;
      const met = users.includes(addressOf(ordinal, target.runs));
      // Where nothing else is left, a single target is taken from its users.
      if (met && count > 1) broken.push(`target ${ordinal} was replaced under its users`);
      target.runs = goal;
      target.starts += 1;
    }
    const without = targets.filter((target, at) => !users.includes(addressOf(at, target.runs)));
    if (goal === 'ordered' && without.length > most) broken.push(`${without.length} had no users`);
    const ill = goal === 'ordered' ? ordinals.find(isSick) : undefined;
    if (ill !== undefined) throw new StepFailure('terminal', 'sick', `target ${ill} is sick`, '');
    if (mishap !== 'none') throw lost();
    return look();
  }

  return {
    targets,
    broken,
    users: () => users,
    replacer: {
      look: async (_order: DeploymentOrder) => look(),
      replace: (_order, ordinals) => move(ordinals, 'ordered'),
      restore: (_order, ordinals) => move(ordinals, 'previous'),
    },
    shift({ shares }) {
      const mishap = next();
      if (mishap === 'before') throw lost();
      users = shares.flatMap(({ addresses }) => addresses);
      if (users.length === 0 && count > 1) broken.push('nothing served');
      for (const [ordinal, { runs }] of targets.entries()) {
        const mayBeMet = users.includes(addressOf(ordinal, runs));
        if (mayBeMet && isSick(ordinal)) broken.push(`users met the sick target ${ordinal}`);
      }
      const known = targets.map(({ runs }, ordinal) => addressOf(ordinal, runs));
      if (users.some((address) => !known.includes(address))) broken.push('users met nothing');
      if (mishap !== 'none') throw lost();
      return { origin: null, shares, fence: 0, draining: [] };
    },
  };
}

function rollOf(
  targets: readonly Simulated[],
  begun: boolean,
  isSick: (ordinal: number) => boolean,
): Roll {
  return {
    begun,
    previous: { digest: 'sha256:old', version: '1.0.0' },
    ordered: { digest: 'sha256:new', version: '2.0.0' },
    targets: targets.map(({ runs }, ordinal) => ({
      ordinal,
      versions: ['previous', 'ordered'],
      runs,
      address: addressOf(ordinal, runs),
      problem: isSick(ordinal) ? 'it says that it is something else' : null,
    })),
  };
}

const lost = () => new StepFailure('retry', 'lost', 'The answer was lost.', 'Repeat it.');
