import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { identify, isRunning } from '../../../adapters/processes/identity.ts';
import { stopProcesses } from '../../../adapters/processes/stop-processes.ts';
import { processesWith } from '../../support/deployers/process-environments.ts';

const NAME = 'TIDEGATE_TEST_MARK';

/** A process in a session of its own that starts another one and waits. */
async function startFamily(mark: string, detachChild: boolean) {
  const script =
    "const idle = ['-e', 'setInterval(() => {}, 1000)'];" +
    `require('node:child_process').spawn(process.execPath, idle, ` +
    `{ detached: ${detachChild}, stdio: 'ignore' }).once('spawn', () => console.log('ready'));` +
    'setInterval(() => {}, 1000)';
  const parent = spawn(process.execPath, ['-e', script], {
    detached: true,
    env: { [NAME]: mark },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(parent.stdout, 'data');
  const identity = identify(parent.pid ?? 0);
  if (identity === null) throw new Error('The process has ended at once.');
  return identity;
}

test.each([false, true])(
  'stops a process with its child, also one that left the group (%s)',
  async (detachChild) => {
    const mark = randomUUID();
    const leader = await startFamily(mark, detachChild);
    expect(processesWith(NAME, mark)).toHaveLength(2);

    expect(
      await stopProcesses([{ leader, mark: { name: NAME, value: mark } }], 2_000, () => {}),
    ).toEqual([]);
    expect(processesWith(NAME, mark)).toEqual([]);
    expect(isRunning(leader)).toBe(false);
  },
);

test('finds by its mark what was started when nobody could write its number down', async () => {
  const mark = randomUUID();
  await startFamily(mark, false);
  await stopProcesses([{ leader: null, mark: { name: NAME, value: mark } }], 2_000, () => {});

  expect(processesWith(NAME, mark)).toEqual([]);
});

test('leaves a process alone that only has the number of the one that is meant', async () => {
  const mark = randomUUID();
  const innocent = await startFamily(mark, false);
  const other = { pid: innocent.pid, started: 'at another time' };
  expect(isRunning(other)).toBe(false);
  await stopProcesses(
    [{ leader: other, mark: { name: NAME, value: randomUUID() } }],
    200,
    () => {},
  );

  expect(isRunning(innocent)).toBe(true);
  await stopProcesses([{ leader: innocent, mark: { name: NAME, value: mark } }], 2_000, () => {});
});
