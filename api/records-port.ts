import type { Records } from '../records/index.ts';

/**
 * What the API asks of the records. Narrower than what they offer, so that a reader sees what the
 * API can do to them: it keeps plans, statements and applied files, and appends to the ledger that
 * somebody took evidence out of it, and nothing else.
 */
export type ApiRecords = Pick<
  Records,
  | 'appendAction'
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
  | 'keepFreeText'
  | 'keepKeyed'
  | 'listLeases'
  | 'listReleases'
  | 'listReports'
  | 'openReleases'
  | 'membersOf'
  | 'personOf'
  | 'ping'
  | 'policies'
  | 'policy'
  | 'portfolios'
  | 'readComments'
  | 'readEvents'
  | 'readEvidenceRecord'
  | 'readProgress'
  | 'sealed'
  | 'standInsOf'
  | 'state'
  | 'stateAtLeast'
  | 'subjectOf'
  | 'verifyLedger'
  | 'verifyRelease'
  | 'watch'
>;
