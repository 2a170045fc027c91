import type { ReleaseAnswer } from '../../../cli/http/answers.ts';
import { releaseTree } from '../../../cli/show/release-tree.ts';
import { emptyStory, foldStory } from '../../../cli/show/story.ts';
import { storyLine } from '../../../cli/show/story-line.ts';
import { plain } from '../../../cli/terminal/paint.ts';
import { aFact, story } from '../../support/cli/ledger-entries.ts';

const now = new Date(Date.UTC(2026, 0, 1, 12, 0, 20));
const told = story.reduce(foldStory, emptyStory);

const stage = {
  status: 'succeeded',
  attempt: 1,
  startedAt: '2026-01-01T12:00:01.000Z',
  endedAt: '2026-01-01T12:00:06.000Z',
  summary: 'Approved.',
  failure: null,
} as const;

const release: ReleaseAnswer = {
  release: 'shop',
  title: 'Shop 2',
  state: 'rolling-back',
  phase: 'rolling-back',
  outcome: null,
  releaseClass: 'normal',
  assessment: null,
  requestedBy: 'p-1',
  planDigest: 'sha256:1',
  revisions: [],
  seq: 16,
  stages: [
    { ...stage, id: 'lab/approval' },
    {
      ...stage,
      id: 'lab/deploy',
      status: 'failed',
      attempt: 2,
      startedAt: '2026-01-01T12:00:07.000Z',
      endedAt: '2026-01-01T12:00:14.000Z',
      summary: null,
      failure: { message: 'Not well.', remedy: 'Retry.' },
    },
    { ...stage, id: 'review', status: 'pending', startedAt: null, endedAt: null, summary: null },
  ],
  blockers: [
    {
      id: 'decision',
      kind: 'decision',
      stage: 'lab/deploy',
      reason: 'Someone has to decide.',
      clearedBy: ['opal'],
      remedy: 'Send retry.',
      since: null,
      until: '2026-01-01T12:01:20.000Z',
      then: 'rolls back',
    },
  ],
  requirements: [],
  defects: [],
  artifacts: [],
  changes: [],
  rollback: null,
  obligations: [],
  links: { temporal: null },
};

test('shows below the stage under way how far it is, and below no other', () => {
  const [first, second, ...rest] = release.stages;
  if (first === undefined || second === undefined) throw new Error('There are two stages.');
  const running = { ...second, status: 'running', endedAt: null, failure: null } as const;
  const timeLeft = { basis: 'earlier-runs', earlierRuns: 3, usualMs: 9_000 } as const;
  const part = { component: 'web', target: null, step: 'bringing in', share: 0, log: null };
  const progress = ['lab/approval', 'lab/deploy'].map((id) => ({
    stage: id,
    elapsedMs: 13_000,
    timeLeft: { ...timeLeft, leftMs: 0, longerByMs: 4_000 },
    parts: [{ ...part, counters: {}, timeLeft: null }],
  }));
  const answer = { release: 'shop', at: now.toISOString(), stages: progress };
  const options = { paint: plain, now, everyStep: false };
  const heard = { answer, at: now.getTime() };
  const shown = { ...release, stages: [first, running, ...rest] };
  const lines = releaseTree(shown, emptyStory, { ...options, heard }).split('\n');
  expect(lines.slice(2, 6)).toEqual([
    '✓ lab/approval  5.0 s         Approved.',
    '▶ lab/deploy    13 s          attempt 2.',
    '  longer than usual by 4.0 s',
    '  ◦ web: bringing in (0 %)',
  ]);
});

test('draws stages with their times, the steps of those that matter, and what holds it', () => {
  const tree = releaseTree(release, told, { paint: plain, now, everyStep: false });
  expect(tree.split('\n').filter((line) => line !== '')).toEqual([
    'shop  Shop 2  rolling-back  1 of 3 stages',
    '✓ lab/approval  5.0 s         Approved.',
    '✗ lab/deploy    7.0 s         attempt 2. Not well.',
    '  ✓ deploy component web 4.0 s — attempt 2',
    '  ? web smoke — No answer.',
    '· review',
    '↩ way back',
    '  ▶ undo change lab/undo/web 4.0 s',
    '… Someone has to decide.',
    expect.stringMatching(
      /^ {2}Cleared by opal; until 2026-01-01 .* \(in 1 min\), then it rolls back\.$/,
    ),
    '  Send retry.',
  ]);
});

test('draws every step at the end', () => {
  const tree = releaseTree(release, told, { paint: plain, now, everyStep: true });
  expect(tree).toContain('\n  ✓ 1 of cab must decide lab/cab. 3.0 s — approved\n');
});

test('tells a log each thing once, when it is known how long it took', () => {
  let before = emptyStory;
  const lines = story.flatMap((entry) => {
    before = foldStory(before, entry);
    return storyLine(entry, before, plain, now)?.slice('12:00:00 '.length) ?? [];
  });
  expect(lines).toEqual([
    '▶ lab/approval',
    expect.stringMatching(
      /^ {2}… 1 of cab must decide lab\/cab\. Cleared by cab; until .* expires\.$/,
    ),
    '  ✓ 1 of cab must decide lab/cab. 3.0 s — approved',
    '✓ lab/approval: Approved. (5.0 s)',
    '▶ lab/deploy',
    '  ✗ deploy component web 1.0 s — deploy/unhealthy',
    '  ✓ deploy component web 4.0 s — attempt 2',
    '  ? web smoke — No answer.',
    '✗ lab/deploy: Not well. (7.0 s)',
    '  rollback.started lab/deploy: It failed.',
  ]);
});

test('tells events of types that it has never heard of', () => {
  const entry = aFact(17, 'moon.rose', { environment: 'lab', reason: 'It was time.' });
  const line = storyLine(entry, foldStory(told, entry), plain, now);
  expect(line).toMatch(/moon\.rose lab: It was time\.$/);
});
