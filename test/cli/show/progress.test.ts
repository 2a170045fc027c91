import type { PartAnswer, TimeLeftAnswer } from '../../../cli/http/answers.ts';
import { showProgress } from '../../../cli/show/progress.ts';
import { plain } from '../../../cli/terminal/paint.ts';

const unknown: TimeLeftAnswer = {
  basis: 'unknown',
  earlierRuns: 1,
  usualMs: null,
  leftMs: null,
  longerByMs: null,
};
const usual = { ...unknown, basis: 'earlier-runs', earlierRuns: 7, usualMs: 60_000 } as const;

const whole: PartAnswer = {
  component: 'shop',
  target: null,
  step: 'waiting for health',
  share: 0.5,
  counters: { instances: 2, instancesReady: 1 },
  log: null,
  timeLeft: { ...usual, leftMs: 20_000 },
};

function show(stage: TimeLeftAnswer, parts: readonly PartAnswer[]): readonly string[] {
  const stages = [{ stage: 'lab/deploy', elapsedMs: 40_000, timeLeft: stage, parts }];
  const answer = { release: 'spring', at: '2026-01-01T12:00:00.000Z', stages };
  const heardAt = Date.UTC(2026, 0, 1, 11);
  return showProgress({ answer, at: heardAt }, plain, new Date(heardAt + 5_000)).split('\n');
}

test('counts on from what was heard, for stage, component and target', () => {
  const log = '/logs/a-0.log';
  const target = { target: 'instance 0', step: 'ready', share: 1, counters: {}, timeLeft: null };
  expect(
    show({ ...usual, leftMs: 0, longerByMs: 1_000 }, [whole, { ...whole, ...target, log }]),
  ).toEqual([
    'lab/deploy  for 45 s',
    '  longer than usual by 6.0 s',
    '  ◦ shop: waiting for health (50 %; 1 of 2 ready; about 15 s left, as in 7 earlier runs)',
    '  ◦   instance 0: ready (100 %)',
    '      log: /logs/a-0.log',
  ]);
});

test('shows the figures of a canary, and what the plan still gives it', () => {
  const counters = { requests: 31, requestsNeeded: 50, failureRate: 0.0625 };
  const timeLeft = { ...unknown, basis: 'plan', usualMs: 9_000, leftMs: 3_000 } as const;
  const canary = { ...whole, step: 'at 10 % of users', share: null, counters, timeLeft };
  expect(show(unknown, [canary])).toEqual([
    'lab/deploy  for 45 s',
    '  time left unknown',
    '  ◦ shop: at 10 % of users (31 of 50 requests, 6.3 % failed; longer than planned by 2.0 s)',
  ]);
});
