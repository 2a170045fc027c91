import type { Statement } from '../../domain/approval/statement.ts';
import type { PlanOutline } from '../../domain/plan/plan.ts';
import { receiveStatement } from '../../domain/release/receive-statement.ts';
import type { VerifiedStatement } from '../../domain/release/reception.ts';
import type { ReleaseState } from '../../domain/release/state.ts';
import { Problem } from '../problem.ts';
import { isProblemCode } from '../problems/catalogue.ts';

/**
 * Asks the rules of the workflow before anything is signed, with the recorded state. Throws a
 * `Problem` with the rule that refuses. The workflow asks them again, and its answer is the one
 * that counts.
 */
export function checkBeforehand(
  statement: Statement,
  said: Pick<VerifiedStatement, 'groups' | 'standIns' | 'revised'>,
  { plan, state, now }: { plan: PlanOutline; state: ReleaseState; now: string },
): void {
  const verified = { statement, digest: '', ...said };
  const reception = receiveStatement(statement.release, plan, state, verified, now);
  if (reception.outcome === 'accepted') return;
  const { code, reason } = reception;
  if (restsOnDefects.has(code)) return;
  if (!isProblemCode(code)) throw new Error(`The API knows no problem for the refusal ${code}.`);
  throw new Problem(code, {
    detail: reason,
    members: { rule: code, ...currentSubject(statement, state) },
  });
}

/**
 * What was said of defects a moment ago may not be recorded yet, so only the workflow knows: its
 * receipt refuses.
 */
const restsOnDefects: ReadonlySet<string> = new Set(['uat/defects-open', 'uat/unknown-defect']);

/** What the caller has to read again, when they spoke about something else. */
function currentSubject(
  statement: Statement,
  state: ReleaseState,
): { currentSubjectDigest?: string } {
  const { kind } = statement;
  if (kind === 'command' || kind === 'deviation-request' || kind === 'revision') return {};
  if (kind === 'alert') return {};
  if (statement.kind === 'deviation-verdict') {
    const { deviation } = statement.content;
    const asked = state.askedDeviations.find(({ id }) => id === deviation);
    return asked === undefined ? {} : { currentSubjectDigest: asked.request };
  }
  const { requirement: id } = statement.content;
  const requirement = state.requirements.find((candidate) => candidate.id === id);
  return requirement === undefined ? {} : { currentSubjectDigest: requirement.subjectDigest };
}
