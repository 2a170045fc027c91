import type { RehearsalAccountAnswer } from '../../../cli/http/rehearsal-answer.ts';
import { isReleased, showRehearsal } from '../../../cli/show/rehearsal.ts';
import { plain } from '../../../cli/terminal/paint.ts';

const account: RehearsalAccountAnswer = {
  startAt: '2026-01-02T15:00:00Z',
  endAt: '2026-01-05T09:00:00Z',
  outcome: { ended: 'closed', result: 'released', reason: 'All is done.' },
  lines: [
    {
      at: '2026-01-02T16:00:00Z',
      stage: 'production/window',
      what: 'waits',
      text: 'Production is closed.',
      who: [],
      until: '2026-01-05T08:00:00Z',
      waitedMs: 230_400_000,
    },
    {
      at: '2026-01-05T09:00:00Z',
      stage: null,
      what: 'closed',
      text: 'It is closed.',
      who: [],
      until: null,
      waitedMs: 0,
    },
  ],
  waiting: [{ wait: 'window', times: 1, waitedMs: 230_400_000 }],
};

test('says when it would wait for what, and how it would end', () => {
  const lines = showRehearsal(account, plain).split('\n');
  expect(lines[0]).toMatch(/^WHEN +STAGE +WHAT +HOW$/);
  expect(lines[1]).toMatch(
    /production\/window +waits +.* time alone, until .*; waited 2 d 16 h\.$/,
  );
  expect(lines.slice(-3)).toEqual([
    'Waiting by kind: window 2 d 16 h (once).',
    'It would end released: All is done.',
    'It would take 2 d 18 h.',
  ]);
  expect(isReleased(account)).toBe(true);
});

test('says without whom it would never end', () => {
  const waits = {
    ...account,
    outcome: {
      ended: 'waits',
      afterDays: 90,
      for: ['cab'],
      reason: 'Nobody answers.',
      remedy: 'Withdraw it.',
    },
  } as const;
  expect(showRehearsal(waits, plain)).toContain(
    'After 90 days it would still wait for cab: Nobody answers. Withdraw it.',
  );
  expect(isReleased(waits)).toBe(false);
});
