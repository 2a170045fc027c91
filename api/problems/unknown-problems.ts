import type { ProblemKind } from './problem-kind.ts';

/** Names in a request that nothing has. */
export const unknownProblems = {
  'unknown-release': {
    status: 404,
    title: 'No release has this name',
    remedy: 'GET /v1/releases lists the releases that there are.',
  },
  'nothing-preserved': {
    status: 404,
    title: 'Nothing was preserved of this release',
    remedy: 'What can tell of a release is kept when it is rolled back, and not before.',
  },
  'unknown-statement': {
    status: 404,
    title: 'Nobody has said this',
    remedy: 'Use the id from the answer to your request.',
  },
  'unknown-person': {
    status: 404,
    title: 'The catalog has no such person',
    remedy: 'Use the handle of a person from GET /v1/catalog.',
  },
  'unknown-entry': {
    status: 404,
    title: 'The calendar has no such entry',
    remedy: 'GET /v1/calendar/entries lists the entries that there are.',
  },
  'unknown-delegation': {
    status: 404,
    title: 'There is no such delegation',
    remedy: 'GET /v1/delegations lists the delegations that there are.',
  },
  'unknown-proposal': {
    status: 404,
    title: 'There is no such proposal',
    remedy: 'GET /v1/proposals lists the proposals that there are.',
  },
  'unknown-access': {
    status: 404,
    title: 'There is no such access',
    remedy: 'GET /v1/access lists those that there are.',
  },
  'unknown-environment': {
    status: 404,
    title: 'The catalog has no such environment',
    remedy: 'GET /v1/environments lists the environments that there are.',
  },
  'unknown-reservation': {
    status: 404,
    title: 'There is no such reservation',
    remedy: 'GET /v1/environments/{environment}/reservations lists those that there are.',
  },
  'unknown-rehearsal': {
    status: 404,
    title: 'There is no such rehearsal',
    remedy: 'Rehearsals are kept as long as Temporal keeps what has ended: rehearse again.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
