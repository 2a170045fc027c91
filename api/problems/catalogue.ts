import { accessProblems } from './access-problems.ts';
import { alertProblems } from './alert-problems.ts';
import { loweringProblems } from './lowering-problems.ts';
import type { ProblemKind } from './problem-kind.ts';
import { proposalProblems } from './proposal-problems.ts';
import { ruleProblems } from './rule-problems.ts';
import { unknownProblems } from './unknown-problems.ts';

/**
 * Every problem that the API answers with. A code is stable: clients decide by it, and it is the
 * end of the problem's `type` URI. Codes with a slash are the rules that also stand in receipts.
 */
export const catalogue = {
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Correct the text at the place that is named.',
  },
  'too-deep': {
    status: 400,
    title: 'The body is nested too deeply',
    remedy: 'Flatten it: nothing that Tidegate reads needs so many levels.',
  },
  'invalid-text': {
    status: 400,
    title: 'The body holds text that cannot be stored',
    remedy: 'Send UTF-8 without NUL characters and without halves of surrogate pairs.',
  },
  'invalid-request': {
    status: 400,
    title: 'The query or a header is not as described',
    remedy: 'Compare the request with the description of the endpoint at /docs.',
  },
  'token-missing': {
    status: 401,
    title: 'A bearer token is needed',
    remedy: 'Send the header `Authorization: Bearer <token>`.',
  },
  'token-invalid': {
    status: 401,
    title: 'The bearer token does not count',
    remedy: 'Get a new token from your identity provider, and send it unchanged.',
  },
  'token-expired': {
    status: 401,
    title: 'The bearer token has expired',
    remedy: 'Get a new token from your identity provider.',
  },
  'role-missing': {
    status: 403,
    title: 'Your roles do not allow this',
    remedy: 'Ask someone who has the role, or an administrator to give it to you.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    remedy: 'Compare the address with /docs.',
  },
  ...unknownProblems,
  'delegation-not-yours': {
    status: 403,
    title: 'This is not yours to delegate or to take back',
    remedy: 'Ask someone of the group, or whoever gave the delegation.',
  },
  'reservation-overlap': {
    status: 409,
    title: 'The environment is reserved for another release then',
    remedy: 'Choose a time that is free.',
  },
  'no-catalog': {
    status: 409,
    title: 'No catalog has been applied yet',
    remedy: 'Apply one with PUT /v1/catalog.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The address does not take this method',
    remedy: 'Use one of the methods in the header `Allow`.',
  },
  'entry-taken': {
    status: 409,
    title: 'The calendar has another entry with this id',
    remedy: 'Choose another id, or remove that entry first.',
  },
  'entry-from-file': {
    status: 409,
    title: 'The entry comes from an applied file',
    remedy: 'Change the file, and apply it with PUT /v1/catalog.',
  },
  'stale-plan': {
    status: 409,
    title: 'The plan is not the one that you saw',
    remedy: 'POST /v1/plans again, read what changed, and send the new digest.',
  },
  'name-taken': {
    status: 409,
    title: 'A release with this name and other content exists',
    remedy: 'Choose another name: a name is one release for ever.',
  },
  'decision-id-taken': {
    status: 409,
    title: 'This decision id belongs to another statement',
    remedy: 'Leave `decisionId` out, or choose a new one for a new statement.',
  },
  'release-not-running': {
    status: 409,
    title: 'No workflow of the release takes statements',
    remedy: 'If it never began, send the request that began it, POST /v1/releases, again.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send at most 1 MB; what is larger goes by reference.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has a type that is not read here',
    remedy: 'Send one of the media types that are named, as UTF-8 and uncompressed.',
  },
  'invalid-body': {
    status: 422,
    title: 'The body is not as described',
    remedy: 'Correct every place that is named.',
  },
  'invalid-document': {
    status: 422,
    title: 'A document does not hold what it should',
    remedy: 'Correct every place that is named.',
  },
  'plan-does-not-compile': {
    status: 422,
    title: 'The release does not compile to a plan',
    remedy: 'Correct every place that is named.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    remedy: 'Use a new key for a new request.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for as many seconds as the header `Retry-After` says.',
  },
  'rehearsal-broken': {
    status: 500,
    title: 'The rehearsal did not come to its end',
    remedy: 'Rehearse again; if it breaks off again, tell an operator the trace id.',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong in Tidegate',
    remedy: 'Tell an operator the trace id: the log holds what happened under it.',
  },
  'engine-away': {
    status: 503,
    title: 'Temporal does not answer',
    remedy: 'Send the same request again in a few seconds; GET /readyz says when it is back.',
  },
  'records-away': {
    status: 503,
    title: 'PostgreSQL does not answer',
    remedy: 'Send the same request again in a few seconds; GET /readyz says when it is back.',
  },
  'identity-provider-away': {
    status: 503,
    title: 'The keys of the identity provider cannot be read',
    remedy: 'Send the same request again in a few seconds.',
  },
  'analysis-unfinished': {
    status: 503,
    title: 'The analysis has not come to an end',
    remedy: 'Look whether workers run and reach Prometheus, or ask for a shorter time.',
  },
  'rehearsals-away': {
    status: 503,
    title: 'Nobody hosts rehearsals',
    remedy:
      'Run workers/rehearsals.ts where Temporal’s time-skipping test server is, and name that in ' +
      'TIDEGATE_TIME_SKIPPING_SERVER; with npm start, install Java and Maven and start again.',
  },
  'rehearsals-busy': {
    status: 503,
    title: 'Too many rehearsals run at once',
    remedy: 'Send the same request again in a minute, or let more run at once.',
  },
  'not-recorded-yet': {
    status: 503,
    title: 'The records have not come so far yet',
    remedy: 'Send the same request again in a second.',
  },
  ...accessProblems,
  ...alertProblems,
  ...loweringProblems,
  ...proposalProblems,
  ...ruleProblems,
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof catalogue;

/** The problem kind of a code that comes from the domain, or null where the API knows none. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(catalogue, code);
}
