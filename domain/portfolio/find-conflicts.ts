import type { CatalogIndex } from '../plan/catalog-index.ts';
import { overloads } from './capacity.ts';
import { clashesOf, type Landscape } from './clashes-of.ts';
import type { Contender, PlannedWindow } from './contender.ts';
import { rankOf } from './priority.ts';

/** Two releases that would be in each other's way, or several that ask too much of one team. */
export type Conflict = {
  readonly kind: 'environment' | 'service' | 'dependency' | 'capacity';
  /** Where this release would be at work. */
  readonly environment: string;
  /** What is contended: an environment, a service, two services on one way, or a group. */
  readonly about: readonly string[];
  /** The other releases. */
  readonly with: readonly string[];
  /** When they meet, RFC 3339. Half-open. */
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  /** Which release goes first; null while nobody has said, or several are level. */
  readonly goesFirst: string | null;
  readonly decision: string;
};

export type ConflictQuestion = Landscape & {
  readonly subject: Contender;
  /** Other open releases. */
  readonly others: readonly Contender[];
  readonly groups: CatalogIndex['groups'];
};

/**
 * Where the planned windows of a release meet those of others: in one environment, with one
 * service, with services of which one needs the other by whatever way, or beyond what a team can
 * carry out at once. In the order of the windows.
 */
export function findConflicts(question: ConflictQuestion): readonly Conflict[] {
  const { subject, others } = question;
  return subject.windows.flatMap((window) => [
    ...others.flatMap((other) => pairwise(question, window, other)),
    ...overloads(question, window).map(({ about, what, releases, startMs, endMs }) =>
      toConflict(
        { subject, others: others.filter(({ release }) => releases.includes(release)) },
        { environment: window.environment, startMs, endMs },
        { kind: 'capacity', about: [about], what },
      ),
    ),
  ]);
}

function pairwise(
  question: ConflictQuestion,
  window: PlannedWindow,
  other: Contender,
): readonly Conflict[] {
  const { subject } = question;
  return other.windows.flatMap((theirs) => {
    const startMs = Math.max(window.startMs, theirs.startMs);
    const endMs = Math.min(window.endMs, theirs.endMs);
    if (startMs >= endMs) return [];
    const place = { environment: window.environment, startMs, endMs };
    return clashesOf({ subject, window }, { subject: other, window: theirs }, question).map(
      (clash) => toConflict({ subject, others: [other] }, place, clash),
    );
  });
}

function toConflict(
  { subject, others }: { readonly subject: Contender; readonly others: readonly Contender[] },
  { environment, startMs, endMs }: PlannedWindow,
  clash: Pick<Conflict, 'kind' | 'about'> & { readonly what: string },
): Conflict {
  const { kind, about, what } = clash;
  const names = others.map(({ release }) => release);
  const [from, until] = [new Date(startMs).toISOString(), new Date(endMs).toISOString()];
  return {
    kind,
    environment,
    about,
    with: names,
    from,
    until,
    reason: `${what}; ${names.join(', ')} would be at work from ${from} to ${until} as well.`,
    ...decide([subject, ...others]),
  };
}

/** The highest priority goes first. Those that are level are put to the owner of a portfolio. */
function decide(contenders: readonly Contender[]): Pick<Conflict, 'goesFirst' | 'decision'> {
  const ranks = contenders.map(({ priority }) => rankOf(priority.level));
  const highest = Math.max(...ranks);
  const [first, ...level] = contenders.filter((_, place) => ranks[place] === highest);
  if (first === undefined || level.length > 0) {
    const decision =
      'They have the same priority: the owner of a portfolio says who goes first, with ' +
      '`kind: Portfolio` in PUT /v1/catalog. Until then the order of asking counts.';
    return { goesFirst: null, decision };
  }
  const { level: name, reason, by } = first.priority;
  const says = by === null ? 'it says of itself' : `the portfolio ${by} says`;
  const decision = `${first.release} has the priority ${name}, as ${says}: ${reason}`;
  return { goesFirst: first.release, decision };
}
