import type { Scope } from './plans.ts';
import { authorsAt, firstScope } from './plans.ts';

/** A calendar entry as the oracle knows it: half-open, in milliseconds; null has no end. */
export type Entry = {
  readonly id: string;
  readonly kind: 'allow' | 'freeze' | 'embargo' | 'maintenance';
  readonly environments: readonly string[];
  readonly fromMs: number;
  readonly toMs: number | null;
};

export type Given = {
  readonly id: string;
  readonly group: string;
  readonly from: string;
  readonly to: string;
  readonly fromMs: number;
  readonly toMs: number;
  revokedMs: number | null;
};

/** By what right somebody speaks: as themselves, or by a delegation. */
export type Right = { readonly voices: readonly string[]; readonly delegation: Given | null };

/** What somebody said about a question, and by what rights they could at that moment. */
export type Said = {
  readonly by: string;
  readonly question: string;
  readonly verdict: 'approve' | 'reject';
  readonly digest: string;
  readonly rights: readonly Right[];
  /** What the release answered; null while it has not. */
  accepted: boolean | null;
  withdrawn: boolean;
};

/** What a question is about. */
export type Subject = { readonly words: string; readonly packs: number };

/** Whom the plan asks. */
export const questions = [
  { id: 'production/uat', group: 'testers' },
  { id: 'production/cab', group: 'cab' },
  { id: 'production/management', group: 'management' },
] as const;
export type Question = (typeof questions)[number];

/**
 * What the oracle knows of the world: written down by the commands as they change it, and judged by
 * the requirements alone. It shares no code with what it judges.
 */
export type World = {
  scope: Scope;
  readonly requestedBy: string;
  readonly groups: Map<string, Set<string>>;
  readonly entries: Entry[];
  readonly delegations: Given[];
  readonly said: Said[];
  /** Who let the release go on by a command, and who revised its plan. */
  readonly commanders: Set<string>;
  readonly revisers: Set<string>;
  /** People who have turned out to be authors besides. */
  readonly moreAuthors: Set<string>;
  /** How often somebody has packed `web` again behind the release's back. */
  packs: number;
  /** Whether somebody has invented an approval in the records. */
  invented: boolean;
  /** What was shown under which digest, by the digest. */
  readonly subjects: Map<string, Subject>;
  /** The digest of each question that is open or was answered, by its id. */
  readonly shown: Map<string, { readonly digest: string; readonly outcome: string }>;
  /** How often each question was asked again after it had failed. */
  readonly rounds: Map<string, number>;
  /** Whether the duties say that nobody accepts in the test and approves. */
  strict: boolean;
  paused: boolean;
  /** Somebody withdrew the release, or asked for the way back. */
  stopped: boolean;
  rivalHolds: boolean;
  rivalAsked: boolean;
  /** Numbers whatever gets an id. */
  next: number;
  /** What was wrong, as sentences. */
  readonly wrongs: string[];
  /** What happened, for the account of how much the runs have seen. */
  readonly seen: Set<string>;
};

/** Who is in which group at first. Some have two duties, so that these may meet in one person. */
export const people: readonly (readonly [string, readonly string[]])[] = [
  ['rita', ['release-managers', 'testers']],
  ['dana', ['engineers', 'cab', 'testers']],
  ['erin', ['engineers', 'management']],
  ['cora', ['cab']],
  ['cliff', ['cab', 'testers']],
  ['mona', ['management']],
  ['max', ['management', 'cab']],
  ['una', ['testers']],
  ['nora', []],
];

export function createWorld(): World {
  return {
    scope: firstScope,
    requestedBy: 'rita',
    groups: new Map(people.map(([person, groups]) => [person, new Set(groups)])),
    entries: [],
    delegations: [],
    said: [],
    commanders: new Set(),
    revisers: new Set(),
    moreAuthors: new Set(),
    packs: 0,
    invented: false,
    subjects: new Map(),
    shown: new Map(),
    rounds: new Map(),
    strict: false,
    paused: false,
    stopped: false,
    rivalHolds: false,
    rivalAsked: false,
    next: 1,
    wrongs: [],
    seen: new Set(),
  };
}

export const isMember = ({ groups }: World, person: string, group: string): boolean =>
  groups.get(person)?.has(group) ?? false;

export const authorsOf = ({ scope, moreAuthors }: World): readonly string[] => [
  ...(authorsAt['v2.0.0'] ?? []),
  ...(authorsAt[`v${scope.web}`] ?? []),
  ...moreAuthors,
];

/** Who asked for it, has changed its plan, or wrote what goes out, decides about none of it. */
const isExcluded = (world: World, person: string): boolean =>
  person === world.requestedBy || world.revisers.has(person) || authorsOf(world).includes(person);

/** Every right by which somebody may answer a question at an instant. */
export function rightsOf(world: World, by: string, { group }: Question, atMs: number): Right[] {
  if (isExcluded(world, by)) return [];
  const own = isMember(world, by, group) ? [{ voices: [by], delegation: null }] : [];
  const lent = world.delegations
    .filter((given) => given.to === by && given.group === group)
    .map((delegation) => ({ voices: [by, delegation.from], delegation }));
  return [...own, ...lent].filter((right) => holds(world, right, group, atMs));
}

/** Whether a right is one at an instant: by the group itself, or by a delegation in force. */
export function holds(
  world: World,
  { voices, delegation }: Right,
  group: string,
  atMs: number,
): boolean {
  if (voices.some((voice) => isExcluded(world, voice))) return false;
  const [by = '', giver] = voices;
  if (delegation === null || giver === undefined) return isMember(world, by, group);
  const { fromMs, toMs, revokedMs } = delegation;
  const isInForce = fromMs <= atMs && atMs < toMs && (revokedMs === null || atMs < revokedMs);
  return isInForce && isMember(world, giver, group);
}

export const countOf = ({ scope }: World, id: string): number =>
  id === 'production/cab' ? scope.board : 1;

/** What a question is about, in words: what goes out, how many decide, and the how-manieth time. */
export function subjectOf(world: World, id: string): Subject {
  const { scope, rounds, packs } = world;
  const round = rounds.get(id) ?? 0;
  const words = `${id}: web ${scope.web}, ${countOf(world, id)} people, round ${round}`;
  return { words, packs };
}
