import type { AccessCode } from '../../domain/access/why-not-asked.ts';
import type { ProblemKind } from './problem-kind.ts';

/** Refusals by the rules of accesses, under the codes that stand in receipts too. */
export const accessProblems = {
  'access/not-offered': {
    status: 409,
    title: 'The catalog does not offer this',
    remedy: 'GET /v1/catalog shows under `access` of an environment what it offers.',
  },
  'access/too-long': {
    status: 409,
    title: 'It would last longer than the catalog allows',
    remedy: 'Refuse it, and let it be asked for again with an earlier end.',
  },
  'access/too-late': {
    status: 409,
    title: 'It is too late for this',
    remedy: 'Ask for the access again.',
  },
  'access/own': {
    status: 403,
    title: 'Nobody decides about what they have asked for',
    remedy: 'Ask one of those whom `decidedBy` of the access names.',
  },
  'access/not-yours': {
    status: 403,
    title: 'This is not yours to decide, to take or to take away',
    remedy: 'Ask one of those whom `decidedBy` of the access names, or who has asked for it.',
  },
  'access/decided': {
    status: 409,
    title: 'It was decided already',
    remedy: 'Read the access again; what was granted can be taken away.',
  },
  'access/ended': {
    status: 409,
    title: 'The access has ended',
    remedy: 'Ask for a new one.',
  },
  'access/not-standing': {
    status: 409,
    title: 'The access does not stand',
    remedy: 'Read it again, and wait until its phase is `standing`.',
  },
  'access/taken-already': {
    status: 409,
    title: 'The password was taken already',
    remedy: 'If it was lost, take the access away and ask for a new one.',
  },
  'access/not-reviewed': {
    status: 409,
    title: 'Nobody has to confirm this access',
    remedy: 'Leave it: it ends by itself.',
  },
  'access/other-subject': {
    status: 409,
    title: 'You speak of something else than what was asked for',
    remedy: 'Read the access, and send its `subjectDigest`.',
  },
  'access/expired': {
    status: 409,
    title: 'What you said counts no more',
    remedy: 'Say it again.',
  },
} as const satisfies Readonly<Record<AccessCode, ProblemKind>>;
