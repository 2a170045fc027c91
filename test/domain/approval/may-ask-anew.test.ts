import { mayAskAnew } from '../../../domain/approval/may-ask-anew.ts';
import { initialState, type ReleaseState } from '../../../domain/release/state.ts';
import { decide, granted, open } from '../../support/builders/bypassed-release.ts';
import { aChange } from '../../support/builders/change.ts';

const refused = { code: 'guard/approval', message: 'It does not hold.', remedy: 'Ask.' };
const may = (state: ReleaseState, code = refused.code, environment = 'production') =>
  mayAskAnew(state, environment, { ...refused, code });

const approved = decide(granted, 'cora', 'approve');

test('people are asked anew where what they decided counts no more', () => {
  expect(may(approved)).toBe(true);
  expect(may(open)).toBe(true);
});

test('nobody is asked anew for another reason, or where nobody was asked', () => {
  expect(may(approved, 'guard/duties')).toBe(false);
  expect(may(approved, refused.code, 'staging')).toBe(false);
  expect(may(initialState())).toBe(false);
});

test('a rejection is not asked away', () => {
  expect(may(decide(approved, 'cliff', 'reject'))).toBe(false);
});

test('half-way nobody is asked without an end', () => {
  expect(may({ ...approved, changes: [aChange()] })).toBe(false);
});
