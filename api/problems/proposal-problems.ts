import type { ProblemKind } from './problem-kind.ts';

/** Problems of files that a second person confirms. */
export const proposalProblems = {
  'proposal-own': {
    status: 403,
    title: 'Nobody confirms what they have proposed',
    remedy:
      'Ask one of those whom it names: `confirmedBy` of a proposal, `grantedBy` of an exemption.',
  },
  'proposal-not-yours': {
    status: 403,
    title: 'This is not yours to confirm or to reject',
    remedy:
      'Ask one of those whom it names: `confirmedBy` of a proposal, `grantedBy` of an exemption.',
  },
  'proposal-stale': {
    status: 409,
    title: 'The digest is not that of the proposal',
    remedy: 'Read the proposal, and send its `digest`.',
  },
  'proposal-closed': {
    status: 409,
    title: 'The proposal is open no more',
    remedy:
      'GET /v1/proposals and GET /v1/lowerings list what is open; propose it or ask for it anew.',
  },
  'applied-meanwhile': {
    status: 409,
    title: 'Somebody applied or answered at the same moment',
    remedy: 'Read again what is applied, and send the same request again.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
