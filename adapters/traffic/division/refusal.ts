import type { FailureKind } from '../../../activities/ports/failures.ts';
import { describeShares } from '../../../domain/deployment/preview-traffic.ts';
import {
  type Division,
  type RouteRecord,
  routeName,
  type Share,
  type Undoing,
} from './division.ts';

/** Why the gateway does not set a division, in the terms of `StepFailure`. */
export type Refusal = {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
};

/** Whether a division may be set where the route stands now; null when it may. */
export function refusalOf(division: Division, route: RouteRecord | undefined): Refusal | null {
  return refuseShares(division) ?? (route === undefined ? null : refuseOrder(division, route));
}

/**
 * Whether a division may be taken back where the route stands now; null when it may. What somebody
 * else has set since is not ours to take away.
 */
export function refusalOfUndo(undoing: Undoing, route: RouteRecord | undefined): Refusal | null {
  if (route === undefined) return null;
  const stale = refuseStaleFence(undoing, route);
  if (stale !== null || !route.overtakenKeys.includes(undoing.key)) return stale;
  return {
    kind: 'needs-person',
    code: 'traffic/foreign-change',
    message:
      `${routeName(undoing)} has been divided again since ${undoing.key}: under the key ` +
      `${route.key} it has ${describeShares(route.shares)}.`,
    remedy: 'Compare both, and take back or keep the later division by its own key.',
  };
}

/** Shares by what they give to whom, without the addresses, which may change when processes do. */
function sameWeights(one: readonly Share[], other: readonly Share[]): boolean {
  const weightOf = new Map(other.map(({ digest, weightPercent }) => [digest, weightPercent]));
  return (
    one.length === other.length &&
    one.every(({ digest, weightPercent }) => weightOf.get(digest) === weightPercent)
  );
}

function refuseShares(division: Division): Refusal | null {
  const { shares } = division;
  const sum = shares.reduce((total, { weightPercent }) => total + weightPercent, 0);
  if (shares.length > 0 && Math.abs(sum - 100) > 1e-9) {
    return badDivision(division, `the shares add up to ${sum} instead of 100`);
  }
  if (new Set(shares.map(({ digest }) => digest)).size < shares.length) {
    return badDivision(division, 'the same digest has more than one share');
  }
  const idle = shares.find(({ weightPercent }) => weightPercent === 0);
  if (idle !== undefined && division.sessions === undefined) {
    return badDivision(division, `${idle.version} would get nobody, and no sessions stay on it`);
  }
  const empty = shares.find(({ addresses }) => addresses.length === 0);
  if (empty === undefined) return null;
  return {
    kind: 'needs-person',
    code: 'traffic/no-addresses',
    message:
      `${empty.version} (${empty.digest}) would get ${empty.weightPercent} % of the users of ` +
      `${routeName(division)}, but no instance of it answers.`,
    remedy: 'Bring its instances up, then repeat the step. Until then users stay where they are.',
  };
}

function refuseStaleFence(
  order: Pick<Division, 'environment' | 'component' | 'fence'>,
  route: RouteRecord,
): Refusal | null {
  if (order.fence >= route.fence) return null;
  return {
    kind: 'terminal',
    code: 'traffic/stale-fence',
    message:
      `The route ${routeName(order)} has accepted the fencing number ${route.fence}; this ` +
      `order carries ${order.fence}, so its lease on the environment has ended.`,
    remedy: 'Let the release that holds the environment go on, or ask for it again.',
  };
}

function refuseOrder(division: Division, route: RouteRecord): Refusal | null {
  const stale = refuseStaleFence(division, route);
  if (stale !== null) return stale;
  if (route.spentKeys.includes(division.key)) {
    return {
      kind: 'terminal',
      code: 'traffic/key-spent',
      message: `The division ${division.key} of ${routeName(division)} has been taken back.`,
      remedy: 'To divide users so again, let a person start another attempt: it has its own key.',
    };
  }
  if (route.overtakenKeys.includes(division.key)) {
    return {
      kind: 'terminal',
      code: 'traffic/overtaken',
      message:
        `The division ${division.key} of ${routeName(division)} was set before, and ` +
        `${route.key} has taken its place since.`,
      remedy: 'Nothing needs to be done: a later step has moved the users on.',
    };
  }
  if (route.key === division.key && !sameWeights(division.shares, route.shares)) {
    return {
      kind: 'terminal',
      code: 'traffic/key-reused',
      message: `Under the key ${division.key} another division of ${routeName(division)} was set.`,
      remedy: 'Use a new key for a new division.',
    };
  }
  return null;
}

function badDivision(division: Division, what: string): Refusal {
  return {
    kind: 'terminal',
    code: 'traffic/bad-division',
    message: `The division ${division.key} of ${routeName(division)} is wrong: ${what}.`,
    remedy: 'Give each version one share, all together 100, or no share at all to close the route.',
  };
}
