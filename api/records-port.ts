import type { Records } from '../records/index.ts';

/**
 * What the API asks of the records. Narrower than what they offer, so that a reader sees what the
 * API can do to them: it keeps plans, statements and applied files, and appends nothing to the
 * ledger.
 */
export type ApiRecords = Pick<
  Records,
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
  | 'readEvents'
  | 'readProgress'
  | 'sealed'
  | 'keepRevisedPlan'
  | 'planInForce'
  | 'revised'
  | 'standInsOf'
  | 'state'
  | 'stateAtLeast'
  | 'subjectOf'
  | 'verifyLedger'
  | 'verifyRelease'
  | 'watch'
>;
