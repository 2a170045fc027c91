import { openCalendar } from '../../../domain/calendar/calendar.ts';
import { compilePlan } from '../../../domain/plan/compile-plan.ts';
import type { ReleasePlan } from '../../../domain/plan/plan.ts';
import type { ScheduleSpec } from '../../../domain/plan/spec.ts';
import { checkPortfolio } from '../../../domain/portfolio/check-portfolio.ts';
import { contenderOf, environmentsAhead, lengthOf } from '../../../domain/portfolio/contender.ts';
import { findConflicts } from '../../../domain/portfolio/find-conflicts.ts';
import type { Portfolio } from '../../../domain/portfolio/priority.ts';
import { initialState } from '../../../domain/release/state.ts';
import { aPlan, aStage } from '../../support/builders/plan.ts';
import { aCatalog, aSpec, planSources } from '../../support/builders/plan-sources.ts';

const now = '2026-11-21T12:00:00.000Z';
const nowMs = Date.parse(now);
const calendar = openCalendar([]);

function planned(name: string, schedule?: ScheduleSpec): ReleasePlan {
  const spec = aSpec({ name, environments: ['staging'], ...(schedule && { schedule }) });
  const compiled = compilePlan(planSources({ spec }));
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.plan;
}

const sources = { state: null, calendar, portfolios: [], now };
const window = {
  environment: 'staging',
  start: '2026-12-01T08:00:00.000Z',
  end: '2026-12-01T10:00:00.000Z',
};
const stated = [
  { environment: 'staging', startMs: Date.parse(window.start), endMs: Date.parse(window.end) },
];

describe('what a release would occupy', () => {
  test('is its stated window, or an hour from its earliest start', () => {
    const plan = planned('shop-2', { windows: [window] });
    expect(contenderOf({ plan, ...sources }).windows).toEqual(stated);
    expect(contenderOf({ plan: planned('shop-2'), ...sources }).windows).toEqual([
      { environment: 'staging', startMs: nowMs, endMs: nowMs + 3_600_000 },
    ]);
  });

  test('begins now where it holds the environment, and is nothing where it has passed', () => {
    const plan = planned('shop-2', { windows: [window] });
    const lease = { environment: 'staging', status: 'held', fence: 1 } as const;
    const holding = { ...initialState(), leases: [lease] };
    expect(contenderOf({ plan, ...sources, state: holding }).windows).toEqual([
      { ...stated[0], startMs: nowMs },
    ]);
    const passage = { environment: 'staging', manifestDigest: '', at: now };
    const over = { ...initialState(), passed: [passage] };
    expect(contenderOf({ plan, ...sources, state: over }).windows).toEqual([]);
    const back = { ...initialState(), phase: 'rolling-back' } as const;
    expect(contenderOf({ plan, ...sources, state: back }).windows).toEqual([]);
    const stillThere = { ...holding, phase: 'rolling-back' } as const;
    expect(contenderOf({ plan, ...sources, state: stillThere }).windows).toHaveLength(1);
    const closed = { ...initialState(), phase: 'closed' } as const;
    expect(environmentsAhead({ plan, state: closed })).toEqual([]);
  });

  test('lasts as long as it is watched, of which only the first part brings changes', () => {
    const [hourMs, dayMs] = [3_600_000, 86_400_000];
    const stages = [aStage('deploy'), aStage('canary'), aStage('stabilize')];
    expect(lengthOf(aPlan(stages), 'production')).toEqual({
      lengthMs: dayMs + 2_000,
      changingMs: hourMs,
    });
    expect(lengthOf(aPlan(stages), 'staging').lengthMs).toBe(hourMs);
    expect(lengthOf(planned('shop-2', { windows: [window] }), 'staging')).toEqual({
      lengthMs: 2 * hourMs,
      changingMs: 2 * hourMs,
    });
  });
});

describe('which of two goes first', () => {
  const priority = { level: 'high', reason: 'It closes a hole.' } as const;
  const portfolio: Portfolio = {
    name: 'retail',
    owner: 'cab',
    decisions: [{ release: 'patch', level: 'low', reason: 'The sale comes first.' }],
  };
  const conflictsOf = (portfolios: readonly Portfolio[], schedule?: ScheduleSpec) => {
    const shared = { ...sources, portfolios };
    return findConflicts({
      subject: contenderOf({ plan: planned('sale'), ...shared }),
      others: [contenderOf({ plan: planned('patch', schedule), ...shared })],
      needs: () => false,
      groups: new Map(),
      environments: new Map(),
    });
  };

  test('is open while they are level, and says who decides', () => {
    expect(conflictsOf([])).toContainEqual(
      expect.objectContaining({
        kind: 'environment',
        with: ['patch'],
        goesFirst: null,
        decision: expect.stringContaining('kind: Portfolio'),
      }),
    );
  });

  test('is the one of higher priority, and the owner of the portfolio has the last word', () => {
    expect(conflictsOf([], { priority })[0]).toMatchObject({
      goesFirst: 'patch',
      decision: expect.stringContaining('It closes a hole.'),
    });
    expect(conflictsOf([portfolio], { priority })[0]?.goesFirst).toBe('sale');
  });
});

describe('a schedule is refused', () => {
  const codesOf = (schedule: ScheduleSpec) => {
    const compiled = compilePlan(planSources({ spec: aSpec({ schedule }) }));
    return 'problems' in compiled ? compiled.problems.map(({ code }) => code) : [];
  };

  test.each<[string, ScheduleSpec, string]>([
    [
      'with an emergency priority in another class',
      { priority: { level: 'emergency', reason: 'We are late.' } },
      'priority-not-allowed',
    ],
    [
      'with a window where it does not go',
      { windows: [{ ...window, environment: 'moon' }] },
      'unknown-environment',
    ],
    ['with two windows for one environment', { windows: [window, window] }, 'duplicate-name'],
    [
      'with a window that lasts no time',
      { windows: [{ ...window, end: window.start }] },
      'ends-before-start',
    ],
  ])('%s', (_, schedule, code) => {
    expect(codesOf(schedule)).toEqual([code]);
  });

  test('by no means when all is well: every environment on the way may have a window', () => {
    expect(codesOf({ windows: [window, { ...window, environment: 'production' }] })).toEqual([]);
  });
});

test('a portfolio names an owner that the catalog knows, and a release once', () => {
  const decision = { release: 'patch', level: 'low', reason: 'Later.' } as const;
  const portfolio = { name: 'retail', owner: 'nobody', decisions: [decision, decision] };
  expect(checkPortfolio(portfolio, aCatalog()).map(({ pointer }) => pointer)).toEqual([
    '/spec/owner',
    '/spec/decisions/1/release',
  ]);
});
