import type { StandIn } from '../../domain/approval/delegation.ts';
import type { Calendar } from '../../domain/calendar/calendar.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import type { Portfolio } from '../../domain/portfolio/priority.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import type { ReleaseState } from '../../domain/release/state.ts';

/**
 * The append-only ledger. Facts are identified by (release, seq, content hash): delivered twice is
 * once; the same seq with other content is a fork and raises `StepFailure('needs-person',
 * 'ledger/fork')`.
 */
export type Ledger = {
  /**
   * Appends facts whose seqs follow each other without a gap after what is there, with projections,
   * in one transaction.
   */
  appendFacts(release: string, facts: readonly ReleaseFact[]): Promise<void>;
  /** Appends what a worker is about to do, or did, to a tool. */
  appendAction(release: string, action: LedgerAction): Promise<void>;
  /** Appends facts, and behind them what a worker is about to do, in one transaction. */
  appendStep(release: string, facts: readonly ReleaseFact[], action: LedgerAction): Promise<void>;
  /** Number of the last recorded fact; 0 for an unknown release. */
  lastSeq(release: string): Promise<number>;
  /** The state that the recorded facts add up to, or null for an unknown release. */
  state(release: string): Promise<ReleaseState | null>;
};

/** An entry of the sort *action*: intent before, outcome after, under the key of the step. */
export type LedgerAction = {
  readonly key: string;
  readonly phase: 'intent' | 'outcome';
  readonly action: string;
  /** Worker identity and task token digest; who carried it out. */
  readonly by: string;
  readonly at: string;
  readonly attempt: number;
  readonly outcome: 'done' | 'failed' | null;
  /** Small facts by name: digests, versions, codes. Never secrets, never free text of people. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
};

/** A plan as the API sealed it. */
export type SealedPlan = {
  readonly release: string;
  readonly plan: ReleasePlan;
  readonly planDigest: string;
  readonly requestedBy: string;
  /** Compact JWS over `SealContent`. */
  readonly seal: string;
};

/**
 * What the seal of a plan says: this person started this release with this plan, through the API.
 */
export type SealContent = {
  readonly kind: 'plan-seal';
  readonly release: string;
  readonly planDigest: string;
  readonly requestedBy: string;
  readonly issuedAt: string;
};

export type Plans = {
  /** The sealed plan of a release, or null. The caller verifies digest and seal. */
  sealed(release: string): Promise<SealedPlan | null>;
  /**
   * A plan that was sealed for a release besides, for a revision of it, or null. The caller
   * verifies digest and seal, and that the release has taken it.
   */
  revised(release: string, planDigest: string): Promise<SealedPlan | null>;
};

/** A signed statement as it is kept. Its id belongs to it for ever. */
export type KeptStatement = {
  readonly digest: string;
  readonly id: string;
  readonly release: string;
  readonly jws: string;
};

export type Statements = {
  /**
   * Keeps a signed statement. Keeping it again changes nothing; false when its id belongs to
   * another one.
   */
  keep(statement: KeptStatement): Promise<boolean>;
  load(digest: string): Promise<string | null>;
};

/** Who belongs to which group, at the moment of asking. */
export type Directory = {
  /** Groups (by id) that the person is in now; empty for an unknown or departed one. */
  groupsOf(subject: string): Promise<readonly string[]>;
  /**
   * In whose place the person may speak at that instant (RFC 3339): delegations in force, by people
   * who are in the group themselves now.
   */
  standInsOf(subject: string, at: string): Promise<readonly StandIn[]>;
  /**
   * Handles of those who may speak at that instant (RFC 3339) in the place of somebody of these
   * groups, and so are told what the groups are told.
   */
  delegatesOf(groups: readonly string[], at: string): Promise<readonly string[]>;
  /** Subjects of the members of a group now. Unknown groups are a terminal failure, never empty. */
  membersOf(group: string): Promise<readonly string[]>;
  /** Whose mail addresses these are now, by the digests of `address-digest.ts`. */
  ownersOf(addressDigests: readonly string[]): Promise<readonly AddressOwner[]>;
};

/** A person by subject, a bot that commits by itself, or nobody whom the catalog knows. */
export type AddressOwner = { readonly person: string } | { readonly bot: string } | null;

export type CalendarSource = {
  /** The entries of all calendars at the moment of asking. */
  calendar(): Promise<Calendar>;
};

export type PortfolioSource = {
  /** The latest version of every portfolio at the moment of asking. */
  portfolios(): Promise<readonly Portfolio[]>;
};
