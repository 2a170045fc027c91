import { compareRelease } from '../../../domain/reconcile/compare-release.ts';
import type { Sighting } from '../../../domain/reconcile/report.ts';
import { sweepLease } from '../../../domain/reconcile/sweep-lease.ts';
import { type ChangeState, initialState } from '../../../domain/release/state.ts';

const running: Sighting = {
  type: 'releaseWorkflow',
  runId: 'run-1',
  status: 'running',
  wasReset: false,
};
const compare = (sighting: Sighting | null) =>
  compareRelease('spring', 'releaseWorkflow', sighting);

describe('an open release', () => {
  test('whose workflow runs is in order', () => {
    expect(compare(running)).toBeNull();
  });

  test.each([
    ['that Temporal does not know', null, 'release/missing', /knows no workflow/],
    ['that was terminated', { status: 'terminated' }, 'release/ended', /terminated \(run run-1\)/],
    ['that failed', { status: 'failed' }, 'release/ended', /failed/],
    ['that was reset', { wasReset: true }, 'release/reset', /reset/],
    ['under whose id something else runs', { type: 'other' }, 'release/impostor', /a other/],
  ] as const)('%s is reported, with what to do', (_, change, kind, message) => {
    const report = compare(change === null ? null : { ...running, ...change });
    expect(report).toMatchObject({ kind, id: `${kind} spring`, release: 'spring' });
    expect(report?.message).toMatch(message);
    expect(report?.remedy).toMatch(/POST \/v1\/releases/);
  });
});

const lease = { release: 'spring', environment: 'production' };
const changed = (status: ChangeState['status'], environment = 'production') => ({
  ...initialState(),
  changes: [{ status, environment, component: 'web' } as ChangeState],
});

describe('an environment whose holder', () => {
  test.each([
    ['is unknown', null, false],
    ['is closed', { ...initialState(), phase: 'closed' } as const, false],
    ['was ended before it changed anything', initialState(), true],
    ['was ended after it took everything back', changed('undone'), true],
    ['was ended with changes elsewhere', changed('applied', 'staging'), true],
  ])('%s is freed', (_, state, hasEnded) => {
    expect(sweepLease(lease, state, hasEnded).fate).toBe('free');
  });

  test('goes on keeps it', () => {
    expect(sweepLease(lease, changed('applied'), false)).toEqual({ fate: 'keep' });
  });

  test.each(['registered', 'applied', 'settled', 'undo-failed'] as const)(
    'was ended with something %s keeps it, and is reported',
    (status) => {
      const fate = sweepLease(lease, changed(status), true);
      expect(fate).toMatchObject({
        fate: 'report',
        report: { kind: 'lease/held-by-ended', environment: 'production', release: 'spring' },
      });
    },
  );
});
