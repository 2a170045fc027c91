import { compareRows } from '../../../domain/migration/compare-rows.ts';

const rows = (table: string, count: number, digest = 'sha256:same') => ({ table, count, digest });

test.each([
  ['the same', [rows('a', 2)], [rows('a', 2)], []],
  ['others', [rows('a', 2)], [rows('a', 2, 'sha256:new')], [{ table: 'a', before: 2, after: 2 }]],
  ['without their table', [rows('a', 2)], [], [{ table: 'a', before: 2, after: null }]],
  ['new', [], [rows('b', 1)], [{ table: 'b', before: null, after: 1 }]],
  ['none, in a table or without one', [rows('a', 0)], [rows('b', 0)], []],
])('the rows after are %s', (_what, before, after, changed) => {
  expect(compareRows(before, after)).toEqual(changed);
});
