import type { Validated } from '../activities/validate-restored.ts';
import { tools } from './activity-proxies.ts';
import {
  askAfterFailedRollback,
  awaitTakeOver,
  beginTakeOver,
  isTakenOver,
} from './ask-after-failed-rollback.ts';
import { heldFence } from './hold-environment.ts';
import type { ReleaseRun } from './release-run.ts';
import { resolveIncident } from './resolve-incident.ts';
import { failureOf } from './stage-failed.ts';

type Seen = Omit<Validated, 'evidence'> & { readonly evidence: Validated['evidence'] | null };

/**
 * Validates what was restored in an environment like a deployment, and records what was seen. What
 * is not as before is an incident, and people decide; missing evidence is no pass. What was
 * confirmed or left by a person is not looked at again in a new run.
 */
export async function confirmRestored(
  run: ReleaseRun,
  environment: string,
  page: (what: string, text: string) => void,
): Promise<void> {
  const incident = `${environment}/not-restored`;
  while (!isConfirmed(run, environment, incident)) {
    const asked = run.openWait(incident) !== undefined;
    if (asked || isTakenOver(run, environment)) {
      await askPerson(run, environment, page);
      continue;
    }
    const seen = await validate(run, environment);
    run.journal.record({ type: 'rollback.validated', environment, ...seen });
    if (seen.verdict === 'pass') resolveIncident(run, incident, seen.reason);
    else await askPerson(run, environment, page);
  }
}

/** One that failed was answered for when its incident is resolved. */
function isConfirmed(run: ReleaseRun, environment: string, incident: string): boolean {
  const seen = run.state.rollback?.validations.find((known) => known.environment === environment);
  const isOpen = run.state.incidents.some(
    ({ id, resolvedAt }) => id === incident && resolvedAt === null,
  );
  return seen !== undefined && !isOpen;
}

async function askPerson(
  run: ReleaseRun,
  environment: string,
  page: (what: string, text: string) => void,
): Promise<void> {
  const incident = `${environment}/not-restored`;
  if (!isTakenOver(run, environment)) {
    const seen = run.state.rollback?.validations.find((known) => known.environment === environment);
    const reason = seen?.reason ?? '';
    const look = run.state.seq;
    const answer = await askAfterFailedRollback(run, {
      id: incident,
      kind: 'not-restored',
      environment,
      title: `${environment} does not stand as before: ${reason}`,
      reason: `After the rollback ${environment} does not stand as before: ${reason}`,
      remedy:
        'Bring it to what stood before, then send retry to look again; or send take-over, and ' +
        'proceed when it may stay as it is.',
      answers: ['retry', 'take-over'],
      page: () => page(`not-restored/${environment}/${look}`, reason),
    });
    if (answer.command === 'retry') return;
    beginTakeOver(run, environment, answer.by);
  }
  const end = await awaitTakeOver(run, environment);
  if (end === 'done-by-hand') resolveIncident(run, incident, 'A person left it as it is.');
}

async function validate(run: ReleaseRun, environment: string): Promise<Seen> {
  // What is recorded by then tells one look from the others, in whichever run.
  const look = run.state.seq;
  try {
    return await run.journal.perform((step) =>
      tools(`Look whether ${environment} stands as before`).validateRestored({
        ...step,
        environment,
        fence: heldFence(run, environment) ?? 0,
        planDigest: run.planDigest,
        key: `${run.release}/${environment}/rollback/validate/${look}`,
      }),
    );
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return { verdict: 'inconclusive', reason: failure.message, components: [], evidence: null };
  }
}
