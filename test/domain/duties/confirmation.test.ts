import { checkDutySet } from '../../../domain/duties/check-duty-set.ts';
import { diffPolicies } from '../../../domain/duties/diff-policies.ts';
import type { DutyConfirmation } from '../../../domain/duties/duty-set.ts';
import { aCatalog } from '../../support/builders/plan-sources.ts';

const groups = [
  { id: 'compliance', title: 'Compliance', members: ['rita', 'cora'] },
  { id: 'alone', title: 'Alone', members: ['rita'] },
  { id: 'nobody', title: 'Nobody', members: [] },
];
const codesOf = (confirmation: DutyConfirmation) =>
  checkDutySet({ name: 'duties', policies: '', confirmation }, aCatalog({ groups })).map(
    ({ code, pointer }) => `${code} ${pointer}`,
  );

test('a set that would leave nobody to confirm the next change is refused', () => {
  expect(codesOf({ by: 'compliance', also: ['Catalog'] })).toEqual([]);
  expect(codesOf({ by: 'alone', also: ['Policy'] })).toEqual([]);
  expect(codesOf({ by: null, also: [] })).toEqual([]);
  expect(codesOf({ by: 'complience', also: [] })).toEqual(['unknown-group /spec/confirmation/by']);
  expect(codesOf({ by: 'nobody', also: [] })).toEqual(['nobody-confirms /spec/confirmation/by']);
  const locked = ['nobody-confirms /spec/confirmation/also'];
  expect(codesOf({ by: 'alone', also: ['Catalog'] })).toEqual(locked);
  expect(codesOf({ by: null, also: ['Catalog'] })).toEqual(locked);
});

test('policies are told apart by their names, and by what they say', () => {
  const policy = (id: string, text = `forbid ${id}`) => ({ id, text });
  const before = [policy('kept'), policy('tightened'), policy('dropped')];
  const after = [policy('tightened', 'forbid all'), policy('new'), policy('kept')];
  expect(diffPolicies(before, after)).toEqual({
    added: ['new'],
    removed: ['dropped'],
    changed: ['tightened'],
  });
  const unnamed = { id: null, text: 'permit (principal, action, resource);' };
  expect(diffPolicies([], [unnamed]).added).toEqual([unnamed.text]);
});
