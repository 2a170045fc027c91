import type { Validated } from '../activities/validate-restored.ts';
import { tools } from './activity-proxies.ts';
import { askAfterFailedRollback, awaitTakeOver } from './ask-after-failed-rollback.ts';
import { heldFence } from './hold-environment.ts';
import type { ReleaseRun } from './release-run.ts';
import { resolveIncident } from './resolve-incident.ts';
import { failureOf } from './stage-failed.ts';

type Seen = Omit<Validated, 'evidence'> & { readonly evidence: Validated['evidence'] | null };

/**
 * Validates what was restored in an environment like a deployment, and records what was seen. What
 * is not as before is an incident, and people decide; missing evidence is no pass.
 */
export async function confirmRestored(
  run: ReleaseRun,
  environment: string,
  page: (what: string, text: string) => void,
): Promise<void> {
  const incident = `${environment}/not-restored`;
  for (let attempt = 1; ; attempt += 1) {
    const seen = await validate(run, environment, attempt);
    run.journal.record({ type: 'rollback.validated', environment, ...seen });
    if (seen.verdict === 'pass') return resolveIncident(run, incident, seen.reason);
    const answer = await askAfterFailedRollback(run, {
      id: incident,
      kind: 'not-restored',
      environment,
      title: `${environment} does not stand as before: ${seen.reason}`,
      reason: `After the rollback ${environment} does not stand as before: ${seen.reason}`,
      remedy:
        'Bring it to what stood before, then send retry to look again; or send take-over, and ' +
        'proceed when it may stay as it is.',
      answers: ['retry', 'take-over'],
      page: () => page(`not-restored/${environment}/${attempt}`, seen.reason),
    });
    if (answer.command === 'retry') continue;
    const end = await awaitTakeOver(run, environment, answer.by);
    if (end === 'done-by-hand') return resolveIncident(run, incident, 'A person left it as it is.');
  }
}

async function validate(run: ReleaseRun, environment: string, attempt: number): Promise<Seen> {
  try {
    return await run.journal.perform((step) =>
      tools(`Look whether ${environment} stands as before`).validateRestored({
        ...step,
        environment,
        fence: heldFence(run, environment) ?? 0,
        planDigest: run.planDigest,
        key: `${run.release}/${environment}/rollback/validate/${attempt}`,
      }),
    );
  } catch (error) {
    const failure = failureOf(error);
    if (failure === null) throw error;
    return { verdict: 'inconclusive', reason: failure.message, components: [], evidence: null };
  }
}
