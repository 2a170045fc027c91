import { judgeGate } from '../../../domain/gate/index.ts';

const command = { gate: 'command', name: 'lint', command: ['lint'] } as const;

describe('a command gate', () => {
  test('passes with exit code 0 and fails with any other', () => {
    expect(judgeGate(command, { exitCode: 0, report: null }).verdict).toBe('pass');
    expect(judgeGate(command, { exitCode: 1, report: null }).verdict).toBe('fail');
  });

  test('is inconclusive when the command did not run to its end', () => {
    expect(judgeGate(command, { exitCode: null, report: null }).verdict).toBe('inconclusive');
  });
});
