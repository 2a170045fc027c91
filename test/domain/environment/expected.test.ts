import { openCalendar } from '../../../domain/calendar/calendar.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { boundFor } from '../../../domain/environment/bound-for.ts';
import { expectedAmong } from '../../../domain/environment/expected.ts';
import { grantNext, looksAgainAt } from '../../../domain/environment/grant-next.ts';
import { type LeaseBook, patienceMs, requestLease } from '../../../domain/environment/lease.ts';
import type { PriorityLevel } from '../../../domain/portfolio/priority.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { aComponent, aPlan, aStage } from '../../support/builders/plan.ts';

const now = '2026-11-22T12:00:00.000Z';
const after = (ms: number) => new Date(Date.parse(now) + ms).toISOString();
const [window, checklist, deploy] = [aStage('window'), aStage('checklist'), aStage('deploy')];

/** Where a release stands that has come to its window, its checklist, or its deployment. */
function standing(at: 'window' | 'checklist' | 'deploy', change: Partial<ReleaseState> = {}) {
  const order = [window, checklist, deploy];
  const place = order.findIndex(({ kind }) => kind === at);
  const stages = order.map(({ id, kind, environment }, index) => ({
    id,
    kind,
    environment,
    attempt: 1,
    summary: null,
    failure: null,
    startedAt: now,
    endedAt: index < place ? now : null,
    status: index < place ? 'succeeded' : index === place ? 'running' : 'pending',
  }));
  return { ...initialState(), at: now, stages, ...change } as ReleaseState;
}

const waitOf = (kind: string, stage: string) =>
  ({ waits: [{ id: `${stage}/${kind}`, kind, stage }] }) as never;
const held = standing('window', waitOf('window', window.id));

const bound = (name: string, level: PriorityLevel, state: ReleaseState, service = 'web') => ({
  plan: {
    ...aPlan([window, checklist, deploy], { name, components: [aComponent(service)] }),
    schedule: { priority: { level, reason: 'It says so.' } },
  },
  state,
});

const freeze: CalendarEntry = {
  id: 'freeze',
  kind: 'freeze',
  title: 'Freeze',
  environments: ['production'],
  services: ['orders'],
  start: '2026-11-01T00:00:00.000Z',
  end: after(1),
  owner: 'management',
};
const sight = {
  environment: 'production',
  calendar: openCalendar([freeze]),
  portfolios: [],
  now,
  above: 0,
};
const names = (list: readonly { readonly release: string }[]) => list.map((one) => one.release);

describe('a release is bound for an environment', () => {
  test.each([
    ['while the calendar holds it', held, null],
    ['while it looks at its evidence after that', standing('window'), now],
    ['between its window and its deployment', standing('checklist'), now],
    ['until it has asked', standing('deploy'), now],
  ])('%s', (_when, state, letInAt) => {
    expect(boundFor(state)).toEqual({ environment: 'production', letInAt });
  });

  const requested = { environment: 'production', status: 'requested', fence: null } as const;
  test.each([
    ['once it has asked', standing('deploy', { leases: [requested] })],
    ['once it is paused', { ...held, paused: true }],
    ['on its way back', { ...held, phase: 'rolling-back' as const }],
    ['while people have to act', standing('checklist', waitOf('decision', checklist.id))],
    [
      'once it is through',
      standing('deploy', { passed: [{ ...requested, manifestDigest: '', at: now }] }),
    ],
  ])('and no more %s', (_when, state) => {
    expect(boundFor(state)).toBeNull();
  });
});

describe('releases that an environment expects', () => {
  test('are those whose calendar is open by now, the most urgent first', () => {
    const closed = bound('closed', 'high', held, 'orders');
    const others = [bound('high', 'high', held), bound('usual', 'normal', held)];
    const listed = [closed, ...others, bound('late', 'emergency', standing('checklist'))];
    expect(names(expectedAmong(listed, sight))).toEqual(['late', 'high']);
    expect(names(expectedAmong(listed, { ...sight, now: after(1) }))).toContain('closed');
    expect(names(expectedAmong(listed, { ...sight, above: 2 }))).toEqual([]);
  });

  test('are not those that were let in long ago', () => {
    const slow = [bound('slow', 'high', standing('checklist'))];
    expect(names(expectedAmong(slow, { ...sight, now: after(patienceMs - 1) }))).toEqual(['slow']);
    expect(expectedAmong(slow, { ...sight, now: after(patienceMs) })).toEqual([]);
  });

  test('have the priority that a portfolio gave them', () => {
    const decisions = [{ release: 'high', level: 'low', reason: 'It can wait.' } as const];
    const portfolios = [{ name: 'shop', owner: 'management', decisions }];
    expect(expectedAmong([bound('high', 'high', held)], { ...sight, portfolios })).toEqual([]);
  });
});

describe('a free environment', () => {
  const free: LeaseBook = { environment: 'production', holders: [], fence: 0, queue: [] };
  const [web, orders] = [['web'], ['orders']];
  const asks = (release: string, priority: number, services = web) => ({
    release,
    priority,
    services,
  });
  const expected = [{ ...asks('patch', 1), until: after(60_000) }];
  const granted = (book: LeaseBook, at = now, decided = {}) =>
    names(grantNext(book, at, decided).holders);
  const asked = requestLease({ ...free, expected }, asks('routine', 0));

  test('is not given to who woke first, while one of higher priority comes', () => {
    expect(granted(asked)).toEqual([]);
    expect(granted(requestLease(asked, asks('patch', 1)))).toEqual(['patch']);
    expect(granted(requestLease(asked, asks('level', 1)))).toEqual(['level']);
    expect(granted(asked, now, { routine: 1 })).toEqual(['routine']);
  });

  test('is given when its patience ends, and is looked at until then', () => {
    expect(looksAgainAt(asked, now)).toBe(after(30_000));
    expect(granted(asked, after(60_000))).toEqual(['routine']);
    expect(looksAgainAt(asked, after(60_000))).toBeNull();
  });

  test('has its places kept for those who come, and one more for others', () => {
    const other = requestLease({ ...free, expected, capacity: 2 }, asks('other', 0, orders));
    expect(granted(other)).toEqual(['other']);
    const full = grantNext(other, now);
    const third = requestLease(full, asks('third', 0, ['mail']));
    expect(granted(third)).toEqual(['other']);
  });

  test('is not kept for one that a reservation keeps out', () => {
    const endsAt = after(60_000);
    const reserved = { id: '1', environment: 'production', release: 'routine', by: 'rita' };
    const reservations = [{ ...reserved, startsAt: now, endsAt }];
    expect(granted({ ...asked, reservations })).toEqual(['routine']);
  });
});
