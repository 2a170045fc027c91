/** The rules of an organisation about who may do what on one release, in the language Cedar. */
export type DutySet = {
  readonly name: string;
  /** Policies, each with `@id` and `@reason`. */
  readonly policies: string;
  /** Who confirms changes. Absent: administrators, and of this set alone. */
  readonly confirmation?: DutyConfirmation;
};

/** Kinds of files besides duties whose changes a second person may have to confirm. */
export const confirmableKinds = ['Catalog', 'Policy', 'Portfolio'] as const;

export type DutyConfirmation = {
  /** Group whose people confirm; null: administrators. */
  readonly by: string | null;
  /** Which files a second person confirms besides this set. */
  readonly also: readonly (typeof confirmableKinds)[number][];
};

/** What people do on a release that duties are asked about. */
export const dutyActions = ['accept', 'decide', 'command', 'grant'] as const;
export type DutyAction = (typeof dutyActions)[number];

/**
 * What policies may speak about. A set that names anything else is refused when it is applied.
 */
export const dutySchema = `
entity Group;
entity Person in [Group];
entity Release { name: String, class: String };
action ${dutyActions.join(', ')} appliesTo {
  principal: [Person],
  resource: [Release],
  context: {
    environment?: String,
    requesters: Set<Person>,
    authors: Set<Person>,
    mergers: Set<Person>,
    testers: Set<Person>,
    approvers: Set<Person>,
    commanders: Set<Person>,
    granters: Set<Person>,
    deployers: Set<Person>,
    unknownAuthors: Long,
    unknownMergers: Long,
  },
};
`;

/**
 * What holds in every installation, whatever is applied beside it. Whoever the rules of the release
 * let through may act, unless one person would then have had all three duties.
 */
export const builtInPolicies = `
@id("rules-of-the-release")
@reason("Whoever the rules of the release let through may act.")
permit (principal, action, resource);

@id("built-tested-and-deployed")
@reason("Nobody builds, tests and deploys the same release.")
forbid (principal, action, resource)
when {
  (context.requesters.contains(principal) ||
    context.authors.contains(principal) ||
    context.mergers.contains(principal)) &&
  context.testers.contains(principal) &&
  context.deployers.contains(principal)
};
`;

/**
 * The policies that are asked about a release, each set for itself: those that are built in, those
 * that its plan pins, and those that are applied now. All of them have to allow.
 */
export function setsToAsk(pinned: DutySet | null, current: DutySet | null): readonly string[] {
  const applied = [pinned, current].flatMap((set) => (set === null ? [] : [set.policies]));
  return [...new Set([builtInPolicies, ...applied])];
}
