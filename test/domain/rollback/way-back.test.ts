import {
  type ChangeState,
  initialState,
  type ReleaseState,
} from '../../../domain/release/state.ts';
import {
  environmentsTakenBack,
  isUndoingBegun,
  wayBack,
} from '../../../domain/rollback/way-back.ts';
import { aChange } from '../../support/builders/change.ts';

function change(name: string, status: ChangeState['status']): ChangeState {
  const [environment = '', component = ''] = name.split('/');
  return aChange({ key: name, environment, component, status });
}

const after = (...changes: readonly ChangeState[]): ReleaseState => ({
  ...initialState(),
  changes,
});

describe('the way back of a release', () => {
  test('leads through what it still answers for, the latest change first', () => {
    const state = after(
      change('staging/web', 'kept'),
      change('lab/schema', 'settled'),
      change('lab/web', 'applied'),
      change('production/web', 'registered'),
    );
    expect(wayBack(state).map(({ key }) => key)).toEqual([
      'production/web',
      'lab/web',
      'lab/schema',
    ]);
    expect(environmentsTakenBack(state)).toEqual(['production', 'lab']);
    expect(isUndoingBegun(state)).toBe(false);
  });

  test.each<ChangeState['status']>(['undone', 'undo-skipped'])(
    'keeps the environment of what is %s, when it is looked at again half-way',
    (status) => {
      const state = after(change('lab/web', 'applied'), change('production/web', status));
      expect(wayBack(state).map(({ key }) => key)).toEqual(['lab/web']);
      expect(environmentsTakenBack(state)).toEqual(['production', 'lab']);
      expect(isUndoingBegun(state)).toBe(true);
    },
  );

  test('comes again to an undoing that failed', () => {
    const state = after(change('lab/schema', 'applied'), change('lab/web', 'undo-failed'));
    expect(wayBack(state).map(({ key }) => key)).toEqual(['lab/web', 'lab/schema']);
    expect(isUndoingBegun(state)).toBe(true);
  });
});
