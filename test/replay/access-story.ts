import { createPassword } from '../../api/access-grants/create-password.ts';
import type { AccessStage } from '../support/access/access-stage.ts';

export const recordedAccess = 'a-recorded';

const dayMs = 24 * 3_600_000;

/**
 * An access that is granted, confirmed once and not again, and taken away only after people were
 * alarmed. Returns the types of its facts.
 */
export async function liveAccess(stage: AccessStage): Promise<readonly string[]> {
  const actor = await stage.ask(recordedAccess, 30 * dayMs);
  await actor.grant('erin');
  await actor.grant('olga');
  await actor.until('standing');
  const { verifier } = await createPassword();
  await actor.say('erin', { act: 'take-credentials', verifier });
  await stage.environment.sleep(6 * dayMs);
  await actor.say('omar', { act: 'confirm', reason: 'Still needed.' });
  stage.granter.failures = 12;
  await actor.handle.result();
  const facts = stage.records.factsOf(recordedAccess);
  return [...new Set(facts.map(({ event }) => event.type))].toSorted();
}
