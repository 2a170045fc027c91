import type { ProblemKind } from './problem-kind.ts';

/** Problems of rigor that is lowered before a release starts. */
export const loweringProblems = {
  'nothing-to-lower': {
    status: 422,
    title: 'The release is not below what the rules make it',
    remedy: 'Start it as it is, or write the class, type, tier or path that it shall have.',
  },
  'lowering-not-provided': {
    status: 403,
    title: 'Nobody lowers what this release belongs into',
    remedy:
      'Write what the rules make it, or let the policy name who grants it: ' +
      '`deviations.lowering` of that class.',
  },
  'lowering-not-so': {
    status: 422,
    title: 'The exemption cannot be asked for in this way',
    remedy: 'Correct its end or its follow-up, and ask again.',
  },
  'lowering-own': {
    status: 403,
    title: 'Who granted an exemption does not start the release by it',
    remedy: 'Let somebody else start it.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
