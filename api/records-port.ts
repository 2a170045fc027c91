import type { Records } from '../records/index.ts';

/**
 * What the API asks of the records. Narrower than what they offer, so that a reader sees what the
 * API can do to them: it keeps plans, statements and applied files. Of the ledger it appends to the
 * chain of proposed files alone.
 */
export type ApiRecords = Pick<
  Records,
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
  | 'proposals'
  | 'readEvents'
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
