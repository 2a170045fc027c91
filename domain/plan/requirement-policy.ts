/** People of a group who are asked, and until when. */
export type RequirementPolicy = {
  readonly id: string;
  readonly group: string;
  /** How many distinct people of the group. */
  readonly count: number;
  /** Time from opening until the requirement expires. Expiry never approves. */
  readonly deadlineMs: number;
  /** Reminders, as time before the deadline. */
  readonly remindBeforeMs: readonly number[];
  /** Who is asked besides, when it is still open so long before the deadline. */
  readonly escalate?: Escalation;
};

export type Escalation = { readonly to: string; readonly beforeMs: number };
