import { describeRelease, displayState } from '../../../domain/release/describe.ts';
import type { ReleaseEvent, ReleaseFact } from '../../../domain/release/event.ts';
import { initialState } from '../../../domain/release/state.ts';
import { foldAll } from '../../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';
const facts = (events: readonly ReleaseEvent[]): ReleaseFact[] =>
  events.map((event, index) => ({ seq: index + 1, at, event }));

const ids = Array.from({ length: 30 }, (_, index) => `production/stage-${index}`);
const started: ReleaseEvent = {
  type: 'release.started',
  planDigest: 'sha256:plan',
  name: 'spring',
  title: 'Spring release',
  releaseClass: 'normal',
  requestedBy: 'rita',
  services: ['web', 'orders', 'payments'],
  environments: ['production'],
  stages: ids.map((id) => ({ id, kind: 'approval', environment: 'production' })),
};

test('the page of a release with 30 stages stays far below what the server keeps', () => {
  const long = 'The payments service answered 503 to every synthetic transaction. '.repeat(60);
  const failed = ids.flatMap((stage): ReleaseEvent[] => [
    { type: 'stage.started', stage, attempt: 1 },
    {
      type: 'stage.failed',
      stage,
      failure: { code: 'x', message: long, remedy: long },
    },
    {
      type: 'wait.began',
      wait: {
        id: stage,
        stage: 'elsewhere',
        kind: 'failed-stage',
        reason: long,
        clearedBy: ['release-managers'],
        remedy: long,
        until: at,
        then: 'rolls back',
      },
    },
  ]);
  const page = describeRelease(foldAll(facts([started, ...failed])));
  expect(Buffer.byteLength(page)).toBeLessThan(16_000);
  for (const id of ids) expect(page).toContain(id);
});

test('the page says first what a release waits for, with a time that people can read', () => {
  const wait = {
    id: 'production/cab',
    stage: ids[0] ?? '',
    kind: 'approval',
    reason: '1 of cab must decide.',
    clearedBy: ['cab'],
    remedy: 'Decide.',
    until: at,
    then: 'expires',
  } as const;
  const page = describeRelease(foldAll(facts([started, { type: 'wait.began', wait }])));
  const told = 'Cleared by cab; until 2026-11-21 12:00:00 UTC, then it expires.';
  expect(page).toContain(told);
  expect(page.indexOf(told)).toBeLessThan(page.indexOf('### Stages'));
});

test('the page names no person', () => {
  const page = describeRelease(foldAll(facts([started])));
  expect(page).not.toContain('rita');
});

test.each<[string, Parameters<typeof displayState>[0]]>([
  ['running', initialState()],
  ['paused', { ...initialState(), paused: true }],
  ['rolling-back', { ...initialState(), phase: 'rolling-back' }],
  ['reviewing', { ...initialState(), phase: 'reviewing' }],
  ['rolled-back', { ...initialState(), phase: 'closed', outcome: 'rolled-back' }],
])('a release is shown as %s', (word, state) => {
  expect(displayState(state)).toBe(word);
});
