import { CancellationScope } from '@temporalio/workflow';
import { type AccessState, endsAt } from '../domain/access/state.ts';
import { type AccessRun, accessSteps } from './access-run.ts';
import { waitUntil } from './wait-for.ts';

/** A step on the tool that is at work, and how it ended. */
type Step = {
  readonly scope: CancellationScope;
  readonly does: 'provideAccess' | 'admitPerson';
  outcome: 'done' | 'failed' | null;
};

/**
 * Lets the person in, and hears what is said meanwhile, until the access ends: at its time, because
 * nobody has confirmed it, or because somebody wants it to.
 */
export async function letIn(run: AccessRun): Promise<void> {
  let step: Step | null = null;
  let isAdmitted = false;
  let remindedFor: string | null = null;
  while (isIn(run.state)) {
    await run.flush();
    const due = dueStep(run.state, isAdmitted);
    if (step === null && due !== null) step = begin(run.access, due);
    const seen = () => run.inbox.length > 0 || run.isCancelled || (step?.outcome ?? null) !== null;
    await waitUntil(nextLook(run.state, remindedFor), seen, summaryOf(run.state));
    await run.serve();
    if (step?.outcome === 'done') {
      if (step.does === 'provideAccess' && isIn(run.state)) run.record({ type: 'access.provided' });
      else isAdmitted = true;
      run.withheld = null;
    }
    endIfDue(run, step);
    if (step?.outcome !== null) step = null;
    remindedFor = remind(run, remindedFor);
    await run.flush();
    if (step === null) await run.continueWhenLong();
  }
  // What is still on its way to the tool finds its key spent.
  step?.scope.cancel();
  run.withheld = null;
}

const isIn = ({ phase }: AccessState): boolean => phase === 'granted' || phase === 'standing';

function dueStep(state: AccessState, isAdmitted: boolean): Step['does'] | null {
  if (state.phase === 'granted') return 'provideAccess';
  return state.credentials !== null && !isAdmitted ? 'admitPerson' : null;
}

function begin(access: string, does: Step['does']): Step {
  const scope = new CancellationScope();
  const step: Step = { scope, does, outcome: null };
  const summary = does === 'provideAccess' ? 'Make the account' : 'Let the person log in';
  scope
    .run(() => accessSteps(summary)[does]({ access }))
    .then(
      () => {
        step.outcome = 'done';
      },
      () => {
        step.outcome = 'failed';
      },
    );
  return step;
}

function endIfDue(run: AccessRun, step: Step | null): void {
  if (!isIn(run.state)) return;
  const end = endsAt(run.state);
  if (run.isCancelled) run.record({ type: 'access.ending', why: 'cancelled' });
  else if (step?.outcome === 'failed') run.record({ type: 'access.ending', why: 'not-provided' });
  else if (Date.now() >= Date.parse(end)) {
    const why = end === run.state.request.until ? 'time' : 'unconfirmed';
    run.record({ type: 'access.ending', why });
  }
}

/** When the last quarter of the time begins in which somebody has to confirm it; null: never. */
function remindsAt({ confirmBy, confirmEveryMs }: AccessState): string | null {
  if (confirmBy === null || confirmEveryMs === null) return null;
  return new Date(Date.parse(confirmBy) - confirmEveryMs / 4).toISOString();
}

function nextLook(state: AccessState, remindedFor: string | null): string {
  const reminder = state.confirmBy === remindedFor ? null : remindsAt(state);
  return reminder ?? endsAt(state);
}

/** Asks for the confirmation once. Returns for which one it has. */
function remind(run: AccessRun, remindedFor: string | null): string | null {
  const { state } = run;
  const { confirmBy } = state;
  const at = remindsAt(state);
  if (!isIn(state) || confirmBy === null || at === null || confirmBy === remindedFor) {
    return remindedFor;
  }
  if (Date.now() < Date.parse(at)) return remindedFor;
  run.tell('Ask for a confirmation', { news: 'confirm', at: confirmBy });
  return confirmBy;
}

function summaryOf(state: AccessState): string {
  return `It ends at ${endsAt(state)}, or before when somebody takes it away.`;
}
