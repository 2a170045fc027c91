import type { Statement } from '../domain/approval/statement.ts';
import type { BypassTerms, DeviationScope } from '../domain/deviation/deviation.ts';
import type { ReleaseRun } from './release-run.ts';

/** Records what an accepted statement says about a deviation, and wakes whoever waits for it. */
export function takeDeviation(run: ReleaseRun, statement: Statement, digest: string): void {
  if (statement.kind === 'deviation-request') {
    const { id: deviation, by, content } = statement;
    const grantedBy = run.plan.deviations?.[content.scope.kind]?.grantedBy ?? '';
    const asked = { deviation, request: digest, by, grantedBy, ...content };
    run.journal.record({ type: 'deviation.asked', ...asked, ...termsOf(run, content.scope) });
  }
  if (statement.kind === 'deviation-verdict') {
    const { by, content } = statement;
    run.journal.record({ type: 'deviation.answered', ...content, by, statement: digest });
    // Whoever waits for the calendar looks at it again.
    run.calendarEdition += 1;
  }
}

/** What the policy says of a bypass stays with it, for whoever reads the facts without the plan. */
function termsOf({ plan }: ReleaseRun, { kind }: DeviationScope): { terms?: BypassTerms } {
  const rule = plan.deviations?.bypass;
  if (kind !== 'bypass' || rule === undefined) return {};
  return { terms: { approvals: rule.approvals, collectWithinMs: rule.collectWithinMs } };
}
