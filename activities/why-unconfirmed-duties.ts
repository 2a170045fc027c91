import type { DutySet } from '../domain/duties/duty-set.ts';
import { contentDigest } from '../domain/ledger/digest.ts';
import { answeredAct, proposedAct } from '../domain/proposal/signed-acts.ts';
import { whyUnconfirmed } from '../domain/proposal/why-unconfirmed.ts';
import type { Ports } from './ports/index.ts';
import { provenAct } from './proven-act.ts';

/**
 * Why the duties that are applied count for nothing, as the rest of a sentence; null when they
 * count, or when there are none. What the records say of who confirmed them is worked out to what
 * those people would have signed, and that is looked for and verified.
 */
export async function whyUnconfirmedDuties(
  ports: Pick<Ports, 'duties' | 'statements' | 'verifier'>,
  duties: DutySet | null,
): Promise<string | null> {
  if (duties === null) return null;
  const origin = await ports.duties.dutyOrigin();
  const { proposal } = origin;
  if (proposal === null) {
    return whyUnconfirmed(duties, origin, { proposed: null, confirmed: null });
  }
  const answered = answeredAct(proposal);
  const [proposed, confirmed] = await Promise.all([
    provenAct(ports, contentDigest(proposedAct(proposal))),
    answered?.act === 'confirm' ? provenAct(ports, contentDigest(answered)) : null,
  ]);
  return whyUnconfirmed(duties, origin, { proposed, confirmed });
}
