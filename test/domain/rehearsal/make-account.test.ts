import { isStuck } from '../../../domain/rehearsal/is-stuck.ts';
import { makeAccount } from '../../../domain/rehearsal/make-account.ts';
import type { ReleaseEvent, ReleaseFact } from '../../../domain/release/event.ts';
import type { Wait } from '../../../domain/release/wait.ts';
import { foldAll } from '../../support/fakes/memory-records.ts';

const startAt = '2026-11-21T12:00:00.000Z';
const dayMs = 24 * 3_600_000;
const after = (minutes: number) => new Date(Date.parse(startAt) + minutes * 60_000).toISOString();

const started: ReleaseEvent = {
  type: 'release.started',
  planDigest: 'sha256:plan',
  name: 'spring',
  title: 'Spring release',
  releaseClass: 'normal',
  requestedBy: 'rita',
  services: ['web'],
  environments: ['production'],
  stages: [{ id: 'production/approval', kind: 'approval', environment: 'production' }],
};
const stage = 'production/approval';
const wait = (change: Partial<Wait>): Wait => ({
  id: 'production/cab',
  stage,
  kind: 'approval',
  reason: '1 of cab must decide.',
  clearedBy: ['cab'],
  remedy: 'Decide.',
  until: after(60),
  then: 'expires',
  ...change,
});
const began = (change: Partial<Wait> = {}): ReleaseEvent => ({
  type: 'wait.began',
  wait: wait(change),
});
const ended = (id = 'production/cab'): ReleaseEvent => ({
  type: 'wait.ended',
  wait: id,
  outcome: 'cleared',
});

/** The account of events, each with the minutes after the start at which it happened. */
function accountOf(...events: readonly (readonly [number, ReleaseEvent])[]) {
  const facts: ReleaseFact[] = [[0, started] as const, ...events].map(
    ([minutes, event], index) => ({ seq: index + 1, at: after(minutes), event }),
  );
  return makeAccount(facts, foldAll(facts), { startAt, horizonMs: 10 * dayMs });
}

describe('the account of a rehearsal', () => {
  test('says of each wait how long it lasted, and sums them up by kind', () => {
    const soak = { id: 'soak', kind: 'soak', clearedBy: [] } as const;
    const account = accountOf(
      [1, began()],
      [4, ended()],
      [5, began(soak)],
      [25, ended('soak')],
      [26, began({ id: 'production/operations' })],
      [28, ended('production/operations')],
      [30, { type: 'release.closed', outcome: 'released' }],
    );
    expect(account.lines.map(({ what, waitedMs }) => [what, waitedMs / 60_000])).toEqual([
      ['waits', 3],
      ['waits', 20],
      ['waits', 2],
      ['closed', 0],
    ]);
    expect(account.waiting).toEqual([
      { wait: 'soak', times: 1, waitedMs: 20 * 60_000 },
      { wait: 'approval', times: 2, waitedMs: 5 * 60_000 },
    ]);
    expect(account).toMatchObject({
      endAt: after(30),
      outcome: { ended: 'closed', result: 'released' },
    });
  });

  test('tells a wait anew where its reason changes', () => {
    const window = { id: 'window', kind: 'window' } as const;
    const account = accountOf(
      [0, began({ ...window, reason: 'Frozen.' })],
      [10, began({ ...window, reason: 'No window is open.' })],
      [12, ended('window')],
    );
    expect(account.lines.map(({ text, waitedMs }) => [text, waitedMs / 60_000])).toEqual([
      ['Frozen.', 10],
      ['No window is open.', 2],
    ]);
  });

  test('ends a wait with the rollback that interrupted it', () => {
    const rollback: ReleaseEvent = {
      type: 'rollback.started',
      reason: 'a person asked for it.',
      by: null,
      stage,
      thenOutcome: 'rolled-back',
    };
    const account = accountOf([0, began()], [7, rollback]);
    expect(account.lines).toMatchObject([
      { what: 'waits', waitedMs: 7 * 60_000 },
      { what: 'rolls-back', text: 'a person asked for it.' },
    ]);
  });
});

describe('a rehearsal that did not come to its end', () => {
  test('counts what still waits up to its horizon, and names who stayed silent', () => {
    const account = accountOf(
      [0, opened],
      [0, began()],
      [60, ended()],
      [60, { type: 'requirement.settled', requirement: 'production/cab', outcome: 'expired' }],
      [60, failed('production/cab was expired.')],
      [60, began({ id: 'failed', kind: 'failed-stage', clearedBy: ['rita', 'opal'], until: null })],
    );
    expect(account.outcome).toMatchObject({ ended: 'waits', for: ['cab'], afterDays: 10, stage });
    expect(account.endAt).toBe(after(10 * 24 * 60));
    expect(account.lines.at(-1)).toMatchObject({
      who: ['rita', 'opal'],
      waitedMs: 10 * dayMs - 3_600_000,
    });
  });

  test('names who can clear it where nobody stayed silent', () => {
    const account = accountOf(
      [0, failed('The build failed.')],
      [0, began({ id: 'failed', kind: 'failed-stage', clearedBy: ['rita'], until: null })],
    );
    expect(account.outcome).toMatchObject({ ended: 'waits', for: ['rita'] });
  });
});

describe('a rehearsal that is stuck', () => {
  const waiting = (...waits: readonly Partial<Wait>[]) => ({
    waits: waits.map((change) => ({ ...wait(change), since: startAt })),
  });

  test('waits for people alone, without an end', () => {
    expect(isStuck(waiting({ kind: 'failed-stage', until: null }))).toBe(true);
    expect(isStuck(waiting({ kind: 'window', until: null }))).toBe(true);
  });

  test('does not wait for time, for another step, or for nothing', () => {
    expect(isStuck(waiting({ kind: 'approval' }))).toBe(false);
    expect(isStuck(waiting({ kind: 'lease', until: null }))).toBe(false);
    expect(isStuck(waiting({ until: null }, { id: 'soak', kind: 'soak' }))).toBe(false);
    expect(isStuck(waiting())).toBe(false);
  });
});

const opened: ReleaseEvent = {
  type: 'requirement.opened',
  requirement: 'production/cab',
  stage,
  kind: 'approval',
  environment: 'production',
  group: 'cab',
  count: 1,
  subjectDigest: 'sha256:subject',
  evidenceDigest: 'sha256:evidence',
  attempt: 1,
  deadline: after(60),
};

function failed(message: string): ReleaseEvent {
  return { type: 'stage.failed', stage, failure: { code: 'x', message, remedy: 'Retry.' } };
}
