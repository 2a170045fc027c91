import type { Announcement } from '../message/message.ts';

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
  /** The announcement that it is about: with another wording it is another question. */
  readonly wording?: Announcement;
};

export type Escalation = { readonly to: string; readonly beforeMs: number };

/** What the approval of an announcement's words is called in its environment. */
export const wordingId = 'wording';
