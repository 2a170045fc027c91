import { setImmediate as turn } from 'node:timers/promises';
import type { PartProgress } from '../../domain/progress/part.ts';
import { createProgress } from '../../workers/progress.ts';

const silent = { debug: () => {} };

const part = (step: string, component = 'shop'): PartProgress => ({
  stage: 'build',
  environment: null,
  component,
  target: null,
  step,
  share: null,
  counters: {},
  log: null,
  endsAt: null,
});

test('writes one thing of a part at a time, and then only the latest', async () => {
  const kept: string[] = [];
  const gates: (() => void)[] = [];
  const progress = createProgress(async (_release, { component, step }) => {
    kept.push(`${component} ${step}`);
    await new Promise<void>((resolve) => gates.push(resolve));
  }, silent);
  for (const step of ['install', 'test', 'pack']) progress.tell('spring', part(step));
  progress.tell('spring', part('install', 'prices'));
  expect(kept).toEqual(['shop install', 'prices install']);
  gates[0]?.();
  await turn();
  expect(kept).toEqual(['shop install', 'prices install', 'shop pack']);
});

test('forgets what cannot be written, and writes what is said later', async () => {
  const kept: string[] = [];
  let isAway = true;
  const progress = createProgress(async (_release, { step }) => {
    if (isAway) throw new Error('PostgreSQL does not answer.');
    kept.push(step);
  }, silent);
  progress.tell('spring', part('install'));
  await turn();
  isAway = false;
  progress.tell('spring', part('test'));
  await turn();
  expect(kept).toEqual(['test']);
});
