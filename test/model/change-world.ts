import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { type Act, decide, pickAble, pickQuestion, pickSpeaker } from './act.ts';
import { leaseIn, type Tampering } from './machine.ts';
import { type Entry, type Given, isMember, questions } from './world.ts';

const minuteMs = 60_000;

type Stretch = { readonly kind: Entry['kind']; readonly inMin: number; readonly forMin: number };

/** Somebody puts an entry into the calendar; what has no length has no end. */
export function close({ kind, inMin, forMin }: Stretch, where: Entry['environments']): Act {
  return async (world, machine) => {
    const fromMs = (await machine.nowMs()) + inMin * minuteMs;
    const toMs = forMin === 0 ? null : fromMs + forMin * minuteMs;
    const id = `entry-${world.next}`;
    world.next += 1;
    world.entries.push({ id, kind, environments: where, fromMs, toMs });
    machine.records.entries.push(written({ id, kind, environments: where, fromMs, toMs }));
    await machine.calendarChanged();
  };
}

function written({ id, kind, environments, fromMs, toMs }: Entry): CalendarEntry {
  const start = new Date(fromMs).toISOString();
  const end = toMs === null ? null : new Date(toMs).toISOString();
  return { id, kind, title: id, environments, start, end, owner: 'management' };
}

/** Somebody takes an entry out again. */
export function lift(pick: number): Act {
  return async ({ entries }, machine) => {
    if (entries.length === 0) return;
    const [lifted] = entries.splice(pick % entries.length, 1);
    const known = machine.records.entries;
    known.splice(0, known.length, ...known.filter(({ id }) => id !== lifted?.id));
    await machine.calendarChanged();
  };
}

export function pass(minutes: number): Act {
  return (_world, machine) => machine.pass(minutes * minuteMs);
}

export function join(person: string, group: string): Act {
  return async ({ groups }, { records }) => {
    const some = groups.get(person) ?? new Set();
    if (some.has(group)) some.delete(group);
    else some.add(group);
    groups.set(person, some);
    records.groups.set(person, [...some]);
  };
}

/** Somebody who has decided leaves the group that they decided for. */
export function leave(pick: number): Act {
  return async (world, machine) => {
    const question = questions[pick % questions.length] ?? questions[0];
    const person = pickSpeaker(world, question, pick);
    if (isMember(world, person, question.group)) await join(person, question.group)(world, machine);
  };
}

/** Somebody who may decide lets another one do so, who does. */
export function decideByDelegate(pick: number, to: string, minutes: number): Act {
  return async (world, machine) => {
    const question = pickQuestion(world, pick);
    const giver = pickAble(world, question, pick, await machine.nowMs());
    await delegate(giver, to, question.group, minutes)(world, machine);
    await decide(to, pick, 'approve', null)(world, machine);
  };
}

/** Somebody lets another one decide in their place for a while. */
export function delegate(from: string, to: string, group: string, minutes: number): Act {
  return async (world, { records, nowMs }) => {
    const fromMs = await nowMs();
    const id = `delegation-${world.next}`;
    world.next += 1;
    const given: Given = {
      id,
      group,
      from,
      to,
      fromMs,
      toMs: fromMs + minutes * minuteMs,
      revokedMs: null,
    };
    world.delegations.push(given);
    const startsAt = new Date(fromMs).toISOString();
    const endsAt = new Date(given.toMs).toISOString();
    const times = { startsAt, endsAt, givenAt: startsAt, revokedAt: null };
    records.delegations.push({ id, group, from, to, ...times });
  };
}

export function revoke(pick: number): Act {
  return async ({ delegations }, { records, nowMs }) => {
    const given = delegations[pick % Math.max(delegations.length, 1)];
    if (given === undefined || given.revokedMs !== null) return;
    given.revokedMs = await nowMs();
    const at = records.delegations.findIndex(({ id }) => id === given.id);
    const known = records.delegations[at];
    if (known === undefined) return;
    records.delegations[at] = { ...known, revokedAt: new Date(given.revokedMs).toISOString() };
  };
}

const strictDuties = {
  name: 'strict',
  policies: `
@id("all") @reason("All may.") permit (principal, action, resource);
@id("tested-and-approved") @reason("Nobody accepts and approves.")
forbid (principal, action, resource)
when { context.testers.contains(principal) && context.approvers.contains(principal) };`,
};

/** Somebody applies duties that forbid more, or takes them back. */
export function applyDuties(strict: boolean): Act {
  return async (world, { records }) => {
    world.strict = strict;
    records.applied = strict ? strictDuties : null;
  };
}

/** Another release asks for the environment, and gives it back. */
export function rival(asks: 'request' | 'return'): Act {
  return async (world, machine) => {
    const isThere = world.rivalAsked || world.rivalHolds;
    if (isThere === (asks === 'request')) return;
    world.rivalAsked = asks === 'request';
    await machine.rival(asks);
    world.rivalHolds = leaseIn(machine.records)?.release === 'rival';
  };
}

export function tamper(how: Tampering): Act {
  return async (world, machine) => {
    const done = await machine.tamper?.(how);
    if (done !== true) return;
    world.seen.add(how);
    if (how === 'pack-again') world.packs += 1;
    if (how === 'another-author') world.moreAuthors.add('cora');
    if (how === 'invent-approval') world.invented = true;
  };
}
