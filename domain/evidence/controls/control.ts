/** A question that a release's record can answer. */
export const questions = [
  'authorised',
  'tested',
  'accepted',
  'duties-apart',
  'traceable',
  'environments-apart',
  'announced',
  'way-back',
  'seen-working',
  'exceptions',
  'incidents',
  'reviewed',
  'identified',
  'logged',
  'intact',
  'pseudonymous',
  'risk-weighed',
] as const;

export type Question = (typeof questions)[number];

/**
 * `not-shown` says that this record does not show it, and not that it was not done.
 * `not-applicable`: there was no occasion for it.
 */
export type ControlStatus = 'shown' | 'not-shown' | 'not-applicable';

/** What the record says to a question, with the facts that it says it by. */
export type Finding = { readonly status: ControlStatus; readonly facts: readonly string[] };

/** One control of a framework, under the number that it has there. */
export type Control = {
  readonly framework: 'SOX' | 'ISO/IEC 27001:2022' | 'HIPAA Security Rule' | 'GDPR';
  /** Such as `A.8.32` or `45 CFR 164.312(b)`. */
  readonly reference: string;
  /** What it is about, in our words. */
  readonly about: string;
  readonly questions: readonly Question[];
  /** What this record cannot say, where somebody could think that it does. */
  readonly beyond?: string;
};

export type MappedControl = Control & {
  readonly status: ControlStatus;
  readonly findings: readonly (Finding & { readonly question: Question })[];
};
