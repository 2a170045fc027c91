import type { ProblemKind } from './problem-kind.ts';

/** Why a release does not go on by another plan, under the codes that stand in receipts too. */
export const revisionProblems = {
  'revision/other-release': {
    status: 409,
    title: 'The document is of another release',
    remedy: 'A revision keeps the name. Start another release with POST /v1/releases.',
  },
  'revision/unknown': {
    status: 404,
    title: 'The plan has no such revision',
    remedy: 'GET /v1/releases/{release} lists them under `revisions`.',
  },
  'revision/same-plan': {
    status: 409,
    title: 'The release goes by this plan already',
    remedy: 'Nothing to do: GET /v1/releases/{release}/plan shows it.',
  },
  'revision/not-sealed': {
    status: 409,
    title: 'No such plan was sealed for this release',
    remedy: 'Send the document to POST /v1/releases/{release}/revisions, which seals it.',
  },
  'revision/not-entitled': {
    status: 403,
    title: 'Only people who work on the release revise its plan',
    remedy: 'Ask someone of one of the groups.',
  },
  'revision/too-many': {
    status: 409,
    title: 'The plan was revised too often',
    remedy: 'Withdraw the release, and start one with what is known now.',
  },
  'revision/dropped-without-reason': {
    status: 409,
    title: 'Nothing says why a component is dropped',
    remedy: 'Name it under `dropped`, with a reason; with a follow-up it is deferred.',
  },
  'revision/not-dropped': {
    status: 409,
    title: 'What is named under `dropped` is not dropped by this plan',
    remedy: 'Name each component once that the plan in force has and the new one has not.',
  },
  'revision/follow-up': {
    status: 409,
    title: 'The follow-up could not be met',
    remedy: 'Name an owner who completes obligations of this release.',
  },
  'revision/environment-begun': {
    status: 409,
    title: 'The release has begun in an environment that the new plan leaves out',
    remedy: 'Let it pass or send rollback; or keep the environment in the document.',
  },
  'revision/irreversible': {
    status: 409,
    title: 'What the release has brought in has no way back',
    remedy: 'Let it pass that environment first, and revise it then.',
  },
  'revision/frozen': {
    status: 409,
    title: 'The scope of the release is frozen',
    remedy:
      'Ask with POST /v1/releases/{release}/deviations and the scope `revision` to exactly this ' +
      'plan; revise when somebody else has granted it.',
  },
  'revision/not-now': {
    status: 409,
    title: 'The plan cannot be revised at this moment',
    remedy: 'The detail says when it can; GET /v1/releases/{release} says what it waits for.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
