import type { z } from 'zod';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { matches } from '../../domain/calendar/scope.ts';
import type { Catalog } from '../../domain/plan/catalog.ts';
import type { ReleasePlan } from '../../domain/plan/plan.ts';
import { scopesOf } from '../../domain/plan/scopes-of.ts';
import { freezesOf } from '../../domain/rehearsal/closed-range.ts';
import type { RehearsalOrder } from '../../domain/rehearsal/order.ts';
import type { Actor } from '../access/actor.ts';
import { compileRelease } from '../plans/compile.ts';
import { readWrittenRelease } from '../plans/release-body.ts';
import { Problem } from '../problem.ts';
import { summaryOf } from '../problems/summary.ts';
import type { rehearsalBody } from '../schemas/rehearsal.ts';
import type { Services } from '../services.ts';
import { readMishaps } from './read-mishaps.ts';

const dayMs = 24 * 60 * 60_000;
/** The clock of whoever asks may be a little behind. */
const toleratedMs = 5 * 60_000;
const furthestMs = 366 * dayMs;

/**
 * Everything that the rehearsal will need, read here once: its host reads nothing of the real
 * system. Throws a `Problem` for whatever is wrong with the release or the mishaps.
 */
export async function orderOf(
  body: z.output<typeof rehearsalBody>,
  actor: Actor,
  services: Pick<Services, 'records' | 'clock'>,
): Promise<RehearsalOrder> {
  const { records, clock } = services;
  const { spec, mishaps, reactionTime, horizonDays } = body;
  const { plan, digest } = await compileRelease(readWrittenRelease(spec, '/spec'), services);
  const catalog = (await records.catalog())?.catalog;
  const known = catalog?.groups.map(({ id }) => id) ?? [];
  const { fail, nobody, closed } = readMishaps(mishaps, plan, known);
  const startAt = startOf(body.startAt, clock());
  const horizonMs = horizonDays * dayMs;
  const stretch = { startAt, lengthMs: horizonMs, owner: plan.accountable };
  return {
    plan,
    planDigest: digest,
    requestedBy: actor.subject,
    startAt,
    horizonMs,
    reactionTimeMs: reactionTime,
    groups: await groupsIn(plan, catalog, records),
    calendar: [
      ...(await records.calendar()).entries.filter((entry) => matters(entry, plan, startAt)),
      ...freezesOf(closed, stretch),
    ],
    fail,
    nobody,
  };
}

function startOf(asked: string | undefined, now: Date): string {
  if (asked === undefined) return now.toISOString();
  const aheadMs = Date.parse(asked) - now.getTime();
  if (aheadMs >= -toleratedMs && aheadMs <= furthestMs) return asked;
  const message =
    aheadMs < 0 ? `${asked} has passed.` : `${asked} is more than a year away from now.`;
  const remedy = 'Leave it out to begin now, or name an instant within a year.';
  const errors = [{ code: 'invalid-start', pointer: '/startAt', message, remedy }];
  throw new Problem('invalid-body', { detail: summaryOf(errors), errors });
}

/** Of the groups those that the plan speaks of, whoever it lets them be. */
async function groupsIn(
  plan: ReleasePlan,
  catalog: Catalog | undefined,
  records: Pick<Services['records'], 'membersOf'>,
): Promise<RehearsalOrder['groups']> {
  const named = new Set(textsIn(plan));
  const groups = catalog?.groups.filter(({ id }) => named.has(id)) ?? [];
  return Promise.all(groups.map(async ({ id }) => ({ id, members: await records.membersOf(id) })));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/**
 * Entries of others would only be carried along, and those that are over. One that allows stays: it
 * closes what it matches when it is over.
 */
function matters(entry: CalendarEntry, plan: ReleasePlan, startAt: string): boolean {
  const scopes = plan.environments.flatMap((environment) => scopesOf(plan, environment));
  if (!scopes.some((scope) => matches(entry, scope))) return false;
  if (entry.kind === 'allow' || entry.timeZone !== undefined) return true;
  return entry.end === null || entry.end > startAt;
}
