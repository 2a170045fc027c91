import type { AccessResource } from './access.ts';
import { requestDigest, type VerifiedAct } from './act.ts';
import type { AccessEvent } from './event.ts';
import { type AccessState, endsAt, isSettled } from './state.ts';
import type { AccessRefusal } from './why-not-asked.ts';
import { whyNotDecided, whyNotGranted } from './why-not-granted.ts';

/** What becomes of an act: the event that it leads to, or why it leads to none. */
export type ActReception = { readonly event: AccessEvent } | { readonly refused: AccessRefusal };

/**
 * Decides about an act whose signature holds. `offered` is what the catalog offers now. Time alone
 * never grants; taking away is open to whoever has it, whoever granted it, and the groups for it.
 */
export function receiveAct(
  state: AccessState,
  said: VerifiedAct,
  offered: AccessResource | null,
  now: string,
): ActReception {
  const refusal = whyNotAtAll(state, said, now) ?? whyNotThis(state, said, offered, now);
  return refusal === null ? { event: eventOf(state, said, offered) } : { refused: refusal };
}

function whyNotAtAll(state: AccessState, { act }: VerifiedAct, now: string): AccessRefusal | null {
  if (act.access !== state.access || act.subjectDigest !== requestDigest(state.request)) {
    const reason = 'You speak of something else than what is asked for here.';
    return { code: 'access/other-subject', reason };
  }
  if (Date.parse(now) >= Date.parse(act.expiresAt)) {
    return { code: 'access/expired', reason: `This was said until ${act.expiresAt} alone.` };
  }
  if (!isSettled(state) && state.phase !== 'ending') return null;
  return { code: 'access/ended', reason: `It is ${state.phase} since ${state.at}.` };
}

function whyNotThis(
  state: AccessState,
  said: VerifiedAct,
  offered: AccessResource | null,
  now: string,
): AccessRefusal | null {
  const { act, groups } = said;
  const askedBy = state.asked.by;
  const person = { askedBy, by: act.by, groups };
  switch (act.act) {
    case 'ask':
      return { code: 'access/decided', reason: 'It was asked for already.' };
    case 'grant':
      return (
        whyNotOpen(state, now) ?? whyNotGranted({ ...person, request: state.request }, offered, now)
      );
    case 'refuse':
      return whyNotOpen(state, now) ?? whyNotDecided(person, offered);
    case 'confirm':
      return whyNotConfirmable(state, now) ?? whyNotDecided(person, offered);
    case 'take-credentials':
      return whyNoCredentials(state, act.by, now);
    case 'revoke':
      return mayRevoke(state, said, offered)
        ? null
        : { code: 'access/not-yours', reason: 'You neither have it nor may take it away.' };
  }
}

function whyNotOpen({ phase, decideBy }: AccessState, now: string): AccessRefusal | null {
  if (phase !== 'asked') return { code: 'access/decided', reason: 'It was decided already.' };
  if (Date.parse(now) < Date.parse(decideBy)) return null;
  return { code: 'access/too-late', reason: `It could be decided until ${decideBy}.` };
}

function whyNotConfirmable(state: AccessState, now: string): AccessRefusal | null {
  const { phase, confirmBy } = state;
  if (phase !== 'standing') {
    return { code: 'access/not-standing', reason: `It is ${phase}: there is nothing to confirm.` };
  }
  if (confirmBy === null) {
    const reason = 'Nobody has to confirm it: it ends by itself before.';
    return { code: 'access/not-reviewed', reason };
  }
  return whyOver(state, now);
}

function whyNoCredentials(state: AccessState, by: string, now: string): AccessRefusal | null {
  if (by !== state.asked.by) {
    return { code: 'access/not-yours', reason: 'Only who has asked for it gets the password.' };
  }
  if (state.phase !== 'standing') {
    const reason = `It is ${state.phase}: the tool lets nobody in by it.`;
    return { code: 'access/not-standing', reason };
  }
  if (state.credentials !== null) {
    const reason = `The password was taken at ${state.credentials.at}, and is told once.`;
    return { code: 'access/taken-already', reason };
  }
  return whyOver(state, now);
}

function whyOver(state: AccessState, now: string): AccessRefusal | null {
  const end = endsAt(state);
  if (Date.parse(now) < Date.parse(end)) return null;
  return { code: 'access/ended', reason: `It ended at ${end}.` };
}

function mayRevoke(
  { asked, decided }: AccessState,
  { act, groups }: VerifiedAct,
  offered: AccessResource | null,
): boolean {
  if (act.by === asked.by || act.by === decided?.by) return true;
  const may = [...(offered?.grantedBy ?? []), ...(offered?.revokedBy ?? [])];
  return may.some((group) => groups.includes(group));
}

function eventOf(
  { phase }: AccessState,
  { act, digest }: VerifiedAct,
  offered: AccessResource | null,
): AccessEvent {
  const said = { id: act.id, by: act.by, statement: digest };
  switch (act.act) {
    case 'ask':
      throw new Error('What is asked for twice leads to nothing.');
    case 'grant':
      return {
        type: 'access.granted',
        ...said,
        revokeWithinMs: offered?.revokeWithinMs ?? 0,
        confirmEveryMs: offered?.confirmEveryMs ?? null,
      };
    case 'refuse':
      return { type: 'access.refused', ...said };
    case 'confirm':
      return { type: 'access.confirmed', ...said };
    case 'take-credentials':
      return { type: 'access.credentials-taken', ...said };
    case 'revoke':
      return { type: phase === 'asked' ? 'access.withdrawn' : 'access.revocation-asked', ...said };
  }
}
