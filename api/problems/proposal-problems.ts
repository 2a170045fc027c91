import type { ProblemKind } from './problem-kind.ts';

/** Problems of files that a second person confirms. */
export const proposalProblems = {
  'proposal-own': {
    status: 403,
    title: 'Nobody confirms what they have proposed',
    remedy: 'Ask one of those whom `confirmedBy` of the proposal names.',
  },
  'proposal-not-yours': {
    status: 403,
    title: 'This is not yours to confirm or to reject',
    remedy: 'Ask one of those whom `confirmedBy` of the proposal names.',
  },
  'proposal-stale': {
    status: 409,
    title: 'The digest is not that of the proposal',
    remedy: 'Read the proposal, and send its `digest`.',
  },
  'proposal-closed': {
    status: 409,
    title: 'The proposal is open no more',
    remedy: 'GET /v1/proposals lists what is open; apply the files again to propose them anew.',
  },
  'applied-meanwhile': {
    status: 409,
    title: 'Somebody applied or answered at the same moment',
    remedy: 'Read again what is applied, and send the same request again.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
