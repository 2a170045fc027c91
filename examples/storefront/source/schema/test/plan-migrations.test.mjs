import { planDown, planUp, stateOf } from '../src/plan-migrations.mjs';

const first = { version: '0001', name: '0001-first', sha256: 'a' };
const second = { version: '0002', name: '0002-second', sha256: 'b' };
const third = { version: '0003', name: '0003-third', sha256: 'c' };

test('up applies what the database lacks, oldest first', () => {
  expect(planUp([first, second, third], [first])).toEqual([second, third]);
});

test('up has nothing to do the second time', () => {
  expect(planUp([first, second], [first, second])).toEqual([]);
});

test('up leaves a database alone that a newer build has brought further', () => {
  expect(planUp([first], [first, second])).toEqual([]);
});

test('up refuses a migration that comes in below what is applied', () => {
  expect(() => planUp([first, second], [second])).toThrow('next free number');
});

test('up refuses a file that has changed since it was applied', () => {
  const edited = { ...first, sha256: 'z' };
  expect(() => planUp([edited, second], [first])).toThrow('not the file that was applied');
});

test('down takes back the newest first, down to the target', () => {
  expect(planDown([first, second, third], [first, second, third], '1')).toEqual([third, second]);
});

test('down takes back everything for 0', () => {
  expect(planDown([first, second], [first, second], '0')).toEqual([second, first]);
});

test('down has nothing to do the second time', () => {
  expect(planDown([first, second], [first], '0001')).toEqual([]);
});

test('down refuses a target that does not exist', () => {
  expect(() => planDown([first, second], [first], '7')).toThrow('There is no migration 0007.');
});

test('down leaves the way back to the build that knows it', () => {
  expect(() => planDown([first], [first, second], '1')).toThrow('newer build');
});

test('down refuses a file that has changed since it was applied', () => {
  const edited = { ...second, sha256: 'z' };
  expect(() => planDown([first, edited], [first, second], '1')).toThrow('not the file');
});

test('names the version that the database has reached', () => {
  expect(stateOf([first, second], [])).toEqual({
    applied: [],
    pending: ['0001-first', '0002-second'],
    version: '0000',
  });
  expect(stateOf([first, second], [first])).toEqual({
    applied: ['0001-first'],
    pending: ['0002-second'],
    version: '0001',
  });
});
