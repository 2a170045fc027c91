import type { Records } from '../records/index.ts';

/**
 * What the API asks of the records. Narrower than what they offer, so that a reader sees what the
 * API can do to them: it keeps plans, statements, applied files and reservations, and appends
 * nothing to the ledger but what was proposed and answered, what was reserved or taken back, and
 * that somebody took evidence out of it.
 */
export type ApiRecords = Pick<
  Records,
  | 'appendAction'
  | 'applyExpected'
  | 'applyFiles'
  | 'calendar'
  | 'calendars'
  | 'catalog'
  | 'claimPlan'
  | 'countReleases'
  | 'duties'
  | 'delegations'
  | 'findKeyed'
  | 'findStatement'
  | 'follow'
  | 'groupsOf'
  | 'keep'
  | 'keepAccount'
  | 'keepFreeText'
  | 'keepKeyed'
  | 'listLeases'
  | 'listReleases'
  | 'listReports'
  | 'listReservations'
  | 'noteRehearsal'
  | 'openReleases'
  | 'membersOf'
  | 'personOf'
  | 'ping'
  | 'policies'
  | 'policy'
  | 'portfolios'
  | 'proposals'
  | 'readComments'
  | 'readEvents'
  | 'readEvidenceRecord'
  | 'readProgress'
  | 'reserve'
  | 'sealed'
  | 'standInsOf'
  | 'standingReservations'
  | 'state'
  | 'stateAtLeast'
  | 'subjectOf'
  | 'takeReservationBack'
  | 'verifyLedger'
  | 'verifyRelease'
  | 'watch'
>;
