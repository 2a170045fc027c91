import type { ProblemBody } from '../../../api/problem.ts';
import type { ApprovalView } from '../../../api/views/approval-view.ts';
import type { ListedReleaseView } from '../../../api/views/listed-release.ts';
import type { LoweringView } from '../../../api/views/lowering-view.ts';
import type { ProposalView } from '../../../api/views/proposal-view.ts';
import type { ReleaseView } from '../../../api/views/release-view.ts';
import { commandNames } from '../../../cli/commands/command-names.ts';
import type {
  ListedAnswer,
  ProblemAnswer,
  ProgressAnswer,
  ReceiptAnswer,
  ReleaseAnswer,
  VerificationAnswer,
} from '../../../cli/http/answers.ts';
import type { ApprovalAnswer } from '../../../cli/http/approval-answer.ts';
import type { CalendarEntryAnswer, WindowAnswer } from '../../../cli/http/calendar-answer.ts';
import type { EventAnswer } from '../../../cli/http/event-answer.ts';
import type { LoweringAnswer } from '../../../cli/http/lowering-answer.ts';
import type { PlanAnswer } from '../../../cli/http/plan-answer.ts';
import type { ProposalAnswer } from '../../../cli/http/proposal-answer.ts';
import type { RehearsalAccountAnswer } from '../../../cli/http/rehearsal-answer.ts';
import {
  commandNames as domainCommandNames,
  type Receipt,
} from '../../../domain/approval/statement.ts';
import type { CalendarAnswer, CalendarEntry } from '../../../domain/calendar/entry.ts';
import type { ReleasePlan } from '../../../domain/plan/plan.ts';
import type { Stage } from '../../../domain/plan/stage.ts';
import type { ReleaseProgress } from '../../../domain/progress/progress.ts';
import type { RehearsalAccount } from '../../../domain/rehearsal/account.ts';
import type { LedgerEvent } from '../../../records/reads/read-events.ts';
import type { LedgerFinding } from '../../../records/reads/verify-ledger.ts';

/** The compiler refuses this file where less is sent than is read. */
type Reads<Read, Sent extends Read> = readonly [Read, Sent];

type Held = [
  Reads<ReleaseAnswer, ReleaseView>,
  Reads<ListedAnswer, ListedReleaseView>,
  Reads<ApprovalAnswer, ApprovalView>,
  Reads<ProblemAnswer, ProblemBody>,
  Reads<ReceiptAnswer, Receipt>,
  Reads<VerificationAnswer['findings'][number], LedgerFinding>,
  Reads<Omit<PlanAnswer['plan'], 'stages'>, ReleasePlan>,
  Reads<PlanAnswer['plan']['stages'][number], Stage>,
  Reads<EventAnswer, LedgerEvent>,
  Reads<RehearsalAccountAnswer, RehearsalAccount>,
  Reads<CalendarEntryAnswer, CalendarEntry>,
  Reads<WindowAnswer, CalendarAnswer>,
  Reads<ProgressAnswer, ReleaseProgress>,
  Reads<ProposalAnswer, ProposalView>,
  Reads<LoweringAnswer, LoweringView>,
];

test('the command line reads what the API sends', () => {
  const held: Held['length'] = 15;
  expect(held).toBe(15);
});

test('every command of a release can be given', () => {
  expect(commandNames).toEqual(domainCommandNames);
});
