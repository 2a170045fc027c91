import { randomUUID } from 'node:crypto';
import type { KeptStatement } from '../../activities/ports/records.ts';
import { resourceOf } from '../../domain/access/access.ts';
import { type AccessActContent, requestDigest } from '../../domain/access/act.ts';
import { receiveAct } from '../../domain/access/receive-act.ts';
import type { Receipt } from '../../domain/approval/statement.ts';
import { contentDigest } from '../../domain/ledger/digest.ts';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import { claimKey } from '../releases/claim-key.ts';
import type { Services } from '../services.ts';
import { loadAccess } from './load-access.ts';
import { actOf, signAndKeep } from './sign-act.ts';

/** Something that a person says about an access. */
export type ActOrder = {
  readonly access: string;
  /** Chosen by the caller, or null. */
  readonly id: string | null;
  /** What the person has read; null: what is asked for. */
  readonly subjectDigest: string | null;
  readonly content: AccessActContent;
};

/** How long a caller waits for the workflow to speak. */
const receiptWaitMs = 4_000;

/**
 * Says something about an access for a person: checks it, signs it, keeps it, sends it, and waits
 * for the receipt. The same id with the same words again gives the same receipt. Throws a `Problem`
 * with the rule that refuses, before anything is signed.
 */
export async function actOnAccess(
  order: ActOrder,
  actor: Actor,
  services: Services,
): Promise<{ readonly id: string; readonly receipt: Receipt | null }> {
  const { records, clock } = services;
  const { access, content } = order;
  const state = await loadAccess(access, records);
  const id = order.id ?? randomUUID();
  if (order.id !== null) {
    const requestedDigest = contentDigest(order);
    const chosen = { actor: actor.subject, key: `statement ${id}`, requestDigest: requestedDigest };
    if (!(await claimKey(chosen, records))) throw taken(id);
    const known = await records.findStatement(id);
    if (known !== null) return repeat(known, access, services);
  }
  const subjectDigest = order.subjectDigest ?? requestDigest(state.request);
  const now = clock();
  const act = actOf({ id, access, subjectDigest, by: actor.subject, content }, now);
  const environments = (await records.catalog())?.catalog.environments ?? [];
  const offered = resourceOf(environments, state.request);
  const said = { act, digest: '', groups: actor.groups };
  const heard = receiveAct(state, said, offered, now.toISOString());
  if ('refused' in heard) {
    const { code, reason } = heard.refused;
    const members = { rule: code, currentSubjectDigest: requestDigest(state.request) };
    throw new Problem(code, { detail: reason, members });
  }
  const kept = await signAndKeep(act, services);
  if (kept === null) throw taken(id);
  return deliver(kept, access, services);
}

/** What was heard is not sent again. */
async function repeat(known: KeptStatement, access: string, services: Services) {
  const { receipts } = await loadAccess(access, services.records);
  const receipt = receipts.find(({ id }) => id === known.id);
  return receipt === undefined ? deliver(known, access, services) : { id: known.id, receipt };
}

async function deliver({ id, jws }: KeptStatement, access: string, { releases }: Services) {
  const sent = await releases.access.send(access, { jws });
  if (sent === 'not-running') {
    throw new Problem('access/ended', {
      detail: `No workflow of ${access} hears anything now.`,
      remedy: 'Send it again in some minutes if the access should stand: it is started again.',
    });
  }
  return { id, receipt: await releases.access.receipt(access, id, receiptWaitMs) };
}

function taken(id: string): Problem {
  return new Problem('decision-id-taken', {
    detail: `The id ${id} was used before, by another person or for something else.`,
  });
}
