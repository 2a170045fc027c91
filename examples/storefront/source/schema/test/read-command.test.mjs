import { readCommand } from '../src/read-command.mjs';

test('reads the three commands', () => {
  expect(readCommand(['status'])).toEqual({ command: 'status', target: undefined });
  expect(readCommand(['up'])).toEqual({ command: 'up', target: undefined });
  expect(readCommand(['down', '--to', '0001'])).toEqual({ command: 'down', target: '0001' });
});

test.each([
  ['nothing', []],
  ['a command that does not exist', ['sideways']],
  ['two commands', ['up', 'down']],
  ['an option that does not exist', ['up', '--force']],
  ['down to nowhere', ['down']],
  ['down to something that is no number', ['down', '--to', 'yesterday']],
  ['up to a number', ['up', '--to', '2']],
])('refuses %s', (_title, args) => {
  expect(() => readCommand(args)).toThrow();
});
