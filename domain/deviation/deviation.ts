/** What somebody can be let off, each by a rule of its own in the policy. */
export const deviationKinds = [
  'calendar',
  'gate',
  'bypass',
  'lowering',
  'revision',
  'other-release',
] as const;
export type DeviationKind = (typeof deviationKinds)[number];

/** Exactly one thing that is let go: everything else is asked for as ever. */
export type DeviationScope =
  | CalendarScopeLifted
  | GateWaived
  | ApprovalsBypassed
  | RigorLowered
  | FrozenPlanRevised
  | OtherReleaseLeft;

/** Calendar entries that do not hold this release in this environment. */
type CalendarScopeLifted = {
  readonly kind: 'calendar';
  readonly environment: string;
  /** Ids of the entries that are set aside. */
  readonly entries: readonly string[];
  /** Whether it also goes out where entries allow, and none of them is active. */
  readonly outsideWindows: boolean;
};

/** One judgement of a gate that stands in nobody's way: another one of the same gate does. */
type GateWaived = {
  readonly kind: 'gate';
  readonly stage: string;
  readonly gate: string;
  readonly component: string;
  /** RFC 3339 instant of the judgement. */
  readonly judgedAt: string;
  /** Digest of the evidence that was judged; null where there was none. */
  readonly evidence: string | null;
};

/** Fewer approvals of one requirement are enough for now; the missing ones come afterwards. */
type ApprovalsBypassed = {
  readonly kind: 'bypass';
  readonly environment: string;
  readonly requirement: string;
  /** What exactly people were asked about: asked about something else, they are all asked. */
  readonly subjectDigest: string;
};

/** A release that is handled with less rigor than its risk asks for. Asked for before it starts. */
type RigorLowered = {
  readonly kind: 'lowering';
  /** What exactly was weighed: another content, or another weight, is not lowered by it. */
  readonly subjectDigest: string;
  readonly levels: readonly LoweredLevel[];
};

/** A revision of the running plan to exactly one other, although its scope is frozen. */
type FrozenPlanRevised = {
  readonly kind: 'revision';
  /** Digest of the plan that the release would go on by. */
  readonly to: string;
};

/** An environment that is entered without another release having come to what is awaited of it. */
type OtherReleaseLeft = {
  readonly kind: 'other-release';
  readonly environment: string;
  /** Name of the other one. */
  readonly release: string;
};

/** One thing that a release says of itself, below what the rules make it. */
export type LoweredLevel = {
  readonly what: 'class' | 'type' | 'tier' | 'path';
  readonly stated: string;
  readonly ruled: string;
};

/** What the policy said of a bypass when it was asked for. */
export type BypassTerms = {
  /** How many people are enough for now. Never nobody. */
  readonly approvals: number;
  /** How long after its use the missing ones have to decide. */
  readonly collectWithinMs: number;
};

/** What has to be done afterwards. */
export type FollowUp = {
  readonly what: string;
  /** Group that owes it. */
  readonly owner: string;
  /** RFC 3339. */
  readonly due: string;
};

/** What somebody asks for. It stays in the record for ever. */
export type DeviationRequest = {
  readonly scope: DeviationScope;
  readonly reason: string;
  /** What protects meanwhile. */
  readonly compensatingControl: string;
  /** RFC 3339; from this instant on it counts for nothing. */
  readonly until: string;
  readonly followUp: FollowUp;
};

/** What somebody else says to a request. */
export type DeviationVerdict = {
  /** Id of the request. */
  readonly deviation: string;
  readonly verdict: 'grant' | 'refuse';
};

/** A deviation as the facts of its release tell of it. */
export type DeviationState = DeviationRequest & {
  /** Id of the statement that asked for it. */
  readonly id: string;
  /** Digest of the signed request: what a verdict has to speak about. */
  readonly request: string;
  /** Pseudonymous id. */
  readonly askedBy: string;
  readonly askedAt: string;
  /** Group whose people answer. */
  readonly grantedBy: string;
  /** Of a bypass alone. */
  readonly terms?: BypassTerms;
  readonly answer: DeviationAnswer | null;
  /** The stage that went on by it, and when. */
  readonly used: { readonly stage: string; readonly at: string } | null;
  /** RFC 3339 instant at which what it was used for failed; null until then. */
  readonly spentAt: string | null;
};

export type DeviationAnswer = {
  readonly verdict: DeviationVerdict['verdict'];
  readonly by: string;
  readonly at: string;
  /** Digest of the signed verdict. */
  readonly statement: string;
};

/** What a deviation is about, in words. */
export function nameOfScope(scope: DeviationScope): string {
  if (scope.kind === 'gate') return `the gate ${scope.gate} of ${scope.component}`;
  if (scope.kind === 'bypass') return `approvals of ${scope.requirement}`;
  if (scope.kind === 'lowering') {
    const levels = scope.levels.map(({ what, stated, ruled }) => `${what} ${stated} for ${ruled}`);
    return `the rigor of its risk (${levels.join(', ')})`;
  }
  if (scope.kind === 'revision') return `the frozen scope, by a revision to ${scope.to}`;
  if (scope.kind === 'other-release') {
    return `the wait for ${scope.release} before ${scope.environment}`;
  }
  const { entries, environment, outsideWindows } = scope;
  const parts = [...entries, ...(outsideWindows ? ['the missing window'] : [])];
  return `${parts.join(', ')} in ${environment}`;
}

/** Null where it is about no environment. */
export function environmentOfScope(scope: DeviationScope): string | null {
  return 'environment' in scope ? scope.environment : null;
}
