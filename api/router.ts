import { addCalendarEntry } from './endpoints/add-calendar-entry.ts';
import { analyse } from './endpoints/analyse.ts';
import { answerDeviation } from './endpoints/answer-deviation.ts';
import { answerLowering } from './endpoints/answer-lowering.ts';
import { answerProposal } from './endpoints/answer-proposal.ts';
import { applyFiles } from './endpoints/apply-files.ts';
import { askForAccess } from './endpoints/ask-for-access.ts';
import { askForDeviation } from './endpoints/ask-for-deviation.ts';
import { askForLowering } from './endpoints/ask-for-lowering.ts';
import { changeUatDefect } from './endpoints/change-uat-defect.ts';
import { checkCalendar } from './endpoints/check-calendar.ts';
import { compilePlan } from './endpoints/compile-plan.ts';
import { confirmAccess } from './endpoints/confirm-access.ts';
import { decide } from './endpoints/decide.ts';
import { decideAccess } from './endpoints/decide-access.ts';
import { diffPlans } from './endpoints/diff-plans.ts';
import { giveDelegation } from './endpoints/give-delegation.ts';
import { giveUatVerdict } from './endpoints/give-uat-verdict.ts';
import { importCalendar } from './endpoints/import-calendar.ts';
import { issueDevToken } from './endpoints/issue-dev-token.ts';
import { listAccess } from './endpoints/list-access.ts';
import { listAccessReviews } from './endpoints/list-access-reviews.ts';
import { listApprovals } from './endpoints/list-approvals.ts';
import { listCalendarEntries } from './endpoints/list-calendar-entries.ts';
import { listDelegations } from './endpoints/list-delegations.ts';
import { listDeviations } from './endpoints/list-deviations.ts';
import { listEnvironments } from './endpoints/list-environments.ts';
import { listFeeds } from './endpoints/list-feeds.ts';
import { listLowerings } from './endpoints/list-lowerings.ts';
import { listProposals } from './endpoints/list-proposals.ts';
import { listReleases } from './endpoints/list-releases.ts';
import { listReports } from './endpoints/list-reports.ts';
import { listReservations } from './endpoints/list-reservations.ts';
import { listServices } from './endpoints/list-services.ts';
import { putCalendarEntry } from './endpoints/put-calendar-entry.ts';
import { readAccess } from './endpoints/read-access.ts';
import { readAccessReceipt } from './endpoints/read-access-receipt.ts';
import { readAgenda } from './endpoints/read-agenda.ts';
import { readCalendarFeed } from './endpoints/read-calendar-feed.ts';
import { readCatalog } from './endpoints/read-catalog.ts';
import { readConflicts } from './endpoints/read-conflicts.ts';
import { readEvents } from './endpoints/read-events.ts';
import { readEvidence } from './endpoints/read-evidence.ts';
import { readOpenApi } from './endpoints/read-openapi.ts';
import { readPlan } from './endpoints/read-plan.ts';
import { readProgress } from './endpoints/read-progress.ts';
import { readReceipt } from './endpoints/read-receipt.ts';
import { readRehearsal } from './endpoints/read-rehearsal.ts';
import { readRelease } from './endpoints/read-release.ts';
import { receiveAlerts } from './endpoints/receive-alerts.ts';
import { rehearse } from './endpoints/rehearse.ts';
import { removeCalendarEntry } from './endpoints/remove-calendar-entry.ts';
import { reportLiveness } from './endpoints/report-liveness.ts';
import { reportMetrics } from './endpoints/report-metrics.ts';
import { reportReadiness } from './endpoints/report-readiness.ts';
import { reportTask } from './endpoints/report-task.ts';
import { reportUatDefect } from './endpoints/report-uat-defect.ts';
import { reserveEnvironment } from './endpoints/reserve-environment.ts';
import { reviseRelease } from './endpoints/revise-release.ts';
import { revokeAccess } from './endpoints/revoke-access.ts';
import { revokeDelegation } from './endpoints/revoke-delegation.ts';
import { sendCommand } from './endpoints/send-command.ts';
import { startRelease } from './endpoints/start-release.ts';
import { takeCredentials } from './endpoints/take-credentials.ts';
import { takeReservationBack } from './endpoints/take-reservation-back.ts';
import { verifyLedger } from './endpoints/verify-ledger.ts';
import { type Route, route } from './route.ts';

/** Every address of the API, with who may call it. What is not here does not exist. */
const routes: readonly Route[] = [
  route('get', '/livez', 'public', reportLiveness),
  route('get', '/readyz', 'public', reportReadiness),
  route('get', '/metrics', 'public', reportMetrics),
  route('get', '/openapi.json', 'public', readOpenApi),
  route('post', '/v1/plans', 'engineer', compilePlan),
  route('post', '/v1/plans/diff', 'engineer', diffPlans),
  route('put', '/v1/catalog', 'admin', applyFiles),
  route('get', '/v1/catalog', 'viewer', readCatalog),
  route('get', '/v1/proposals', 'viewer', listProposals),
  // Whoever has a token may answer; the group that the duties name, or the role, decides.
  route('post', '/v1/proposals/{proposal}/verdict', 'viewer', answerProposal),
  route('get', '/v1/lowerings', 'viewer', listLowerings),
  route('post', '/v1/lowerings', 'engineer', askForLowering),
  // As for proposals: the group that the policy names decides.
  route('post', '/v1/lowerings/{lowering}/verdict', 'viewer', answerLowering),
  route('post', '/v1/releases', 'engineer', startRelease),
  route('get', '/v1/releases', 'viewer', listReleases),
  route('get', '/v1/releases/{release}', 'viewer', readRelease),
  route('get', '/v1/releases/{release}/plan', 'viewer', readPlan),
  route('get', '/v1/releases/{release}/conflicts', 'viewer', readConflicts),
  route('get', '/v1/releases/{release}/events', 'viewer', readEvents),
  route('get', '/v1/releases/{release}/evidence', 'auditor', readEvidence),
  route('get', '/v1/releases/{release}/progress', 'viewer', readProgress),
  // Whoever has a token may ask; the requirement's group and the plan's groups decide.
  route('post', '/v1/releases/{release}/decisions', 'viewer', decide),
  route('post', '/v1/releases/{release}/uat/verdict', 'viewer', giveUatVerdict),
  route('post', '/v1/releases/{release}/uat/defects', 'viewer', reportUatDefect),
  route('patch', '/v1/releases/{release}/uat/defects/{defect}', 'viewer', changeUatDefect),
  route('post', '/v1/releases/{release}/tasks/{task}', 'viewer', reportTask),
  route('post', '/v1/releases/{release}/commands', 'viewer', sendCommand),
  route('post', '/v1/releases/{release}/deviations', 'viewer', askForDeviation),
  route('post', '/v1/releases/{release}/deviations/{deviation}/verdict', 'viewer', answerDeviation),
  route('post', '/v1/releases/{release}/revisions', 'engineer', reviseRelease),
  route('get', '/v1/deviations', 'viewer', listDeviations),
  route('get', '/v1/releases/{release}/receipts/{decisionId}', 'viewer', readReceipt),
  route('get', '/v1/approvals', 'viewer', listApprovals),
  route('get', '/v1/approvals/agenda', 'viewer', readAgenda),
  route('get', '/v1/delegations', 'viewer', listDelegations),
  route('post', '/v1/delegations', 'viewer', giveDelegation),
  route('delete', '/v1/delegations/{delegation}', 'viewer', revokeDelegation),
  route('get', '/v1/calendar/entries', 'viewer', listCalendarEntries),
  route('post', '/v1/calendar/entries', 'admin', addCalendarEntry),
  route('put', '/v1/calendar/entries/{entry}', 'admin', putCalendarEntry),
  route('delete', '/v1/calendar/entries/{entry}', 'admin', removeCalendarEntry),
  route('post', '/v1/calendar/imports', 'admin', importCalendar),
  route('get', '/v1/calendar/feeds', 'viewer', listFeeds),
  route('get', '/v1/calendar.ics', 'viewer', readCalendarFeed),
  route('post', '/v1/calendar/check', 'viewer', checkCalendar),
  route('get', '/v1/environments', 'viewer', listEnvironments),
  route('get', '/v1/environments/{environment}/reservations', 'viewer', listReservations),
  route('post', '/v1/environments/{environment}/reservations', 'admin', reserveEnvironment),
  route(
    'delete',
    '/v1/environments/{environment}/reservations/{reservation}',
    'admin',
    takeReservationBack,
  ),
  // Whoever has a token may ask; the catalog names the groups whose people grant.
  route('post', '/v1/access', 'viewer', askForAccess),
  route('get', '/v1/access', 'viewer', listAccess),
  route('get', '/v1/access/{access}', 'viewer', readAccess),
  route('get', '/v1/access/{access}/receipts/{decisionId}', 'viewer', readAccessReceipt),
  route('post', '/v1/access/{access}/decisions', 'viewer', decideAccess),
  route('post', '/v1/access/{access}/credentials', 'viewer', takeCredentials),
  route('post', '/v1/access/{access}/confirmations', 'viewer', confirmAccess),
  route('post', '/v1/access/{access}/revocations', 'viewer', revokeAccess),
  route('get', '/v1/access-reviews', 'viewer', listAccessReviews),
  route('get', '/v1/services', 'viewer', listServices),
  // Whoever has a token may send; the group that the policy names is heeded.
  route('post', '/v1/alerts', 'viewer', receiveAlerts),
  route('post', '/v1/analyses', 'engineer', analyse),
  route('post', '/v1/rehearsals', 'engineer', rehearse),
  route('get', '/v1/rehearsals/{rehearsal}', 'engineer', readRehearsal),
  route('get', '/v1/reports', 'viewer', listReports),
  route('get', '/v1/ledger/verify', 'auditor', verifyLedger),
];

/** Only here is a token given to whoever asks; elsewhere the address does not exist. */
const embeddedRoutes: readonly Route[] = [route('post', '/v1/dev/tokens', 'public', issueDevToken)];

export function routesOf(mode: 'embedded' | 'server'): readonly Route[] {
  return mode === 'embedded' ? [...routes, ...embeddedRoutes] : routes;
}
