import { heartbeatWhile } from '../../activities/heartbeat-while.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const inMs = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('a step that pauses for a minute is heard of within its timeout of 30 seconds', async () => {
  const beats: number[] = [];
  const paused = heartbeatWhile(
    () => beats.push(Date.now()),
    () => inMs(60_000),
  );
  const begun = Date.now();
  await jest.advanceTimersByTimeAsync(60_000);
  await paused;
  const times = [begun, ...beats, begun + 60_000];
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThan(30_000);
});

test('nothing is said of a step that has ended, whichever way', async () => {
  const beat = jest.fn();
  await heartbeatWhile(beat, async () => {});
  await expect(heartbeatWhile(beat, () => Promise.reject(new Error('It broke.')))).rejects.toThrow(
    'It broke.',
  );
  await jest.advanceTimersByTimeAsync(60_000);
  expect(beat).not.toHaveBeenCalled();
});
