import { randomUUID } from 'node:crypto';
import { type Delegation, longestDelegationMs } from '../../domain/approval/delegation.ts';
import type { Actor } from '../access/actor.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { ApiRecords } from '../records-port.ts';

/** What somebody wants to delegate. `startsAt` null: from now on. */
export type DelegationOrder = {
  readonly group: string;
  /** Handle of the delegate, as the catalog has it. */
  readonly to: string;
  readonly startsAt: string | null;
  readonly endsAt: string;
};

/**
 * Records that a person lets another one decide in their place. Throws a `Problem` when they are
 * not in the group themselves, when nobody is called so, or when it has no sensible end.
 */
export async function giveDelegation(
  order: DelegationOrder,
  { subject: from, groups }: Actor,
  now: Date,
  records: Pick<ApiRecords, 'applyFiles' | 'subjectOf'>,
): Promise<Delegation> {
  const { group, endsAt } = order;
  if (!groups.includes(group)) {
    throw new Problem('delegation-not-yours', {
      detail: `You are not in ${group} yourself. What was delegated to you cannot be passed on.`,
    });
  }
  const to = await records.subjectOf(order.to);
  if (to === null) {
    throw new Problem('unknown-person', { detail: `The catalog has nobody called ${order.to}.` });
  }
  if (to === from) throw wrong('/to', 'This is you.', 'Name another person.');
  const givenAt = now.toISOString();
  // What was decided before the delegation was given was decided without it.
  const startsAt = order.startsAt === null || order.startsAt < givenAt ? givenAt : order.startsAt;
  requireEnd(startsAt, endsAt);
  const id = `d-${randomUUID()}`;
  const delegation = { id, group, from, to, startsAt, endsAt, givenAt, revokedAt: null };
  await records.applyFiles([{ kind: 'Delegation', name: id, document: delegation }], from);
  return delegation;
}

function requireEnd(startsAt: string, endsAt: string): void {
  const lastsMs = Date.parse(endsAt) - Date.parse(startsAt);
  if (lastsMs > 0 && lastsMs <= longestDelegationMs) return;
  const days = longestDelegationMs / 86_400_000;
  const message =
    lastsMs > 0 ? `It would last longer than ${days} days.` : `It would end before it starts.`;
  throw wrong('/endsAt', message, `Choose an end after ${startsAt}, at most ${days} days later.`);
}

function wrong(pointer: string, message: string, remedy: string): Problem {
  const errors = [{ code: 'delegation', pointer, message, remedy }];
  return new Problem('invalid-body', { detail: summaryOf(errors), errors });
}
