import { recordedActs } from '../domain/duties/duty-question.ts';
import type { ReleasePlan } from '../domain/plan/plan.ts';
import type { ReleaseState } from '../domain/release/state.ts';
import { askDuties, type DutyPorts } from './ask-duties.ts';
import { StepFailure } from './ports/failures.ts';
import type { Ports } from './ports/index.ts';

/**
 * Asks once more about everything that people did for a release, by the duties that its plan pins
 * and by those that are applied now: who acted first could not know what the others would do.
 */
export async function requireDuties(
  ports: DutyPorts & Pick<Ports, 'directory'>,
  proven: { readonly plan: ReleasePlan; readonly state: ReleaseState },
): Promise<void> {
  const ask = await askDuties(ports, proven);
  for (const act of recordedActs(proven.state)) {
    const verdict = await ask(act, await ports.directory.groupsOf(act.subject));
    if (verdict.allowed) continue;
    const where = act.environment === null ? '' : ` for ${act.environment}`;
    throw new StepFailure(
      'terminal',
      'guard/duties',
      `${verdict.code} refuses what somebody did${where} (${act.action}): ${verdict.reason}`,
      verdict.code === 'duties/unconfirmed'
        ? unconfirmedRemedy
        : 'Send the command rollback or withdraw, and start a release on which other people act.',
    );
  }
}

const unconfirmedRemedy =
  'Find out who wrote to the records. Propose the duties anew with a change (PUT /v1/catalog), ' +
  'let somebody else confirm them, and send the command retry.';
