import type { SaidDefect } from '../acceptance/defect.ts';
import type { SaidAlert } from '../alert/alert.ts';
import type { InPlaceOf, StandIn } from '../approval/delegation.ts';
import type { Statement } from '../approval/statement.ts';
import type { PlanOutline } from '../plan/plan.ts';
import type { TaskReport } from '../task/task.ts';

/** A statement whose signature holds, with the groups that its person is in at this moment. */
export type VerifiedStatement = {
  readonly statement: Statement;
  readonly digest: string;
  readonly groups: readonly string[];
  /** In whose place they may speak; absent in what was recorded before there were delegations. */
  readonly standIns?: readonly StandIn[];
  /** The plan that a revision leads to, where it was sealed for this release. */
  readonly revised?: PlanOutline;
};

export type Reception =
  | {
      readonly outcome: 'accepted';
      /** What it said, in one word. */
      readonly says: string;
      readonly about: string | null;
      readonly evidence: string | null;
      readonly reason: string;
      /** What it says of a defect, where defects count. */
      readonly defect?: SaidDefect;
      /** What it says of a task. */
      readonly task?: TaskReport;
      /** Which alert fires, or fires no more. */
      readonly alert?: SaidAlert;
      readonly inPlaceOf?: InPlaceOf;
    }
  | { readonly outcome: 'refused'; readonly code: string; readonly reason: string };

export const refuse = (code: string, reason: string): Reception => ({
  outcome: 'refused',
  code,
  reason,
});
