import type { Blocker } from '../../domain/release/blockers.ts';
import type { KeptReport } from '../../records/reports.ts';

/** What a sweep has found about a release, as the reason why it does not go on. */
export function reportBlocker({ id, message, remedy, firstSeen }: KeptReport): Blocker {
  return {
    id,
    kind: 'report',
    stage: null,
    reason: message,
    clearedBy: ['whoever operates Temporal'],
    remedy,
    since: firstSeen,
    until: null,
    then: null,
  };
}
