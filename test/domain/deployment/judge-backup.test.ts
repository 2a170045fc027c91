import { judgeBackup } from '../../../domain/deployment/judge-backup.ts';

const now = '2026-11-21T12:00:00Z';
const fresh = { takenAt: '2026-11-21T11:30:00Z', restoreExitCode: 0, now };
const hourMs = 3_600_000;

describe('a backup', () => {
  test('counts when it is young enough and was restored', () => {
    expect(judgeBackup(fresh, hourMs).verdict).toBe('pass');
    expect(judgeBackup({ ...fresh, takenAt: '2026-11-21T12:30:00+01:00' }, hourMs).verdict).toBe(
      'pass',
    );
  });

  test.each([
    ['too old', { takenAt: '2026-11-21T10:59:59Z' }, 'fail'],
    ['not restored', { restoreExitCode: 1 }, 'fail'],
    ['never restored', { restoreExitCode: null }, 'inconclusive'],
    ['of the future', { takenAt: '2026-11-22T00:00:00Z' }, 'inconclusive'],
    ['of no known age', { takenAt: null }, 'inconclusive'],
    ['of an unreadable age', { takenAt: 'yesterday' }, 'inconclusive'],
    ['of a number', { takenAt: '1' }, 'inconclusive'],
  ] as const)('that is %s does not', (_, change, verdict) => {
    expect(judgeBackup({ ...fresh, ...change }, hourMs).verdict).toBe(verdict);
  });
});
