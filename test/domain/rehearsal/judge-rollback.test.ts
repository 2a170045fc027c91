import type { AccountLine, RehearsalAccount } from '../../../domain/rehearsal/account.ts';
import { judgeRollbackRehearsal } from '../../../domain/rehearsal/judge-rollback.ts';
import type { RecordedRehearsal } from '../../../domain/rehearsal/recorded.ts';
import { aStage } from '../../support/builders/plan.ts';

const at = '2026-11-21T12:00:00.000Z';
const dayMs = 86_400_000;
const line = (what: AccountLine['what'], stage: string | null = null): AccountLine => ({
  at,
  stage,
  what,
  text: '',
  wait: null,
  who: [],
  until: null,
  waitedMs: 0,
});
const wentBack = [line('rolls-back', 'production/canary'), line('taken-back')];

function rehearsed(
  change: Partial<RecordedRehearsal> = {},
  lines: readonly AccountLine[] = wentBack,
  outcome: RehearsalAccount['outcome'] = { ended: 'closed', result: 'rolled-back', reason: '' },
): RecordedRehearsal {
  const account = { startAt: at, endAt: at, outcome, lines, waiting: [] };
  return { rehearsal: 'r', planDigest: 'sha256:plan', endedAt: at, account, ...change };
}

const judge = (...known: readonly RecordedRehearsal[]) =>
  judgeRollbackRehearsal(known, {
    planDigest: 'sha256:plan',
    stages: [aStage('deploy'), aStage('canary'), aStage('validate')],
    maximumAgeMs: dayMs,
    now: '2026-11-22T12:00:00.000Z',
  });

describe('a rehearsed rollback', () => {
  test('counts when it was played with this plan in this environment, and ended well', () => {
    const { verdict, reason, rehearsal } = judge(rehearsed());
    expect([verdict, rehearsal?.rehearsal]).toEqual(['pass', 'r']);
    expect(reason).toBe(`Its rollback was rehearsed at ${at} and ended well.`);
  });

  test('counts also where something stays that cannot come back', () => {
    expect(judge(rehearsed({}, [...wentBack, line('stays')])).verdict).toBe('pass');
  });

  test('counts beside others that do not, whichever came last', () => {
    const later = '2026-11-22T00:00:00.000Z';
    const others = [rehearsed({ planDigest: 'sha256:o', endedAt: later }), rehearsed({}, [])];
    expect(judge(...others, rehearsed({ rehearsal: 'good' })).rehearsal?.rehearsal).toBe('good');
  });

  const waits = {
    ended: 'waits',
    afterDays: 90,
    for: ['operations'],
    stage: null,
    reason: '',
    remedy: '',
  } as const;
  const released = { ended: 'closed', result: 'released', reason: '' } as const;
  const stuck = [...wentBack, line('not-taken-back')];
  test.each([
    ['nobody has rehearsed', []],
    ['another plan was rehearsed', [rehearsed({ planDigest: 'sha256:other' })]],
    ['it went out', [rehearsed({}, [line('passed', 'production/canary')], released)]],
    ['another environment', [rehearsed({}, [line('rolls-back', 'staging/validate')])]],
    ['something did not come back', [rehearsed({}, stuck)]],
    ['nothing was taken back', [rehearsed({}, [line('rolls-back', 'production/canary')])]],
    ['it waits for somebody', [rehearsed({}, wentBack, waits)]],
    ['it is too old', [rehearsed({ endedAt: '2026-11-21T11:59:59.999Z' })]],
    ['nobody can tell when', [rehearsed({ endedAt: 'yesterday' })]],
  ] as const)('proves nothing, and says how to rehearse, where %s', (_what, known) => {
    const { verdict, reason } = judge(...known);
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('Run `tidegate rehearse SPEC --fail production/canary`, then send');
  });
});
