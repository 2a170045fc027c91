import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { type ActivityExecuteInput, DefaultLogger } from '@temporalio/worker';
import { StepFailure } from '../../activities/ports/failures.ts';
import { createRecordingInterceptor } from '../../workers/recording-interceptor.ts';
import { createMemoryRecords, type MemoryRecords } from '../support/fakes/memory-records.ts';

let records: MemoryRecords;
const done: string[] = [];
beforeEach(() => {
  records = createMemoryRecords();
  done.splice(0);
});

const clock = () => new Date('2026-11-21T12:00:00.000Z');
const paused = { type: 'release.paused', by: 'rita' } as const;
const fact = { seq: 1, at: '2026-11-21T12:00:00.000Z', event: paused };
const watching = { release: 'spring', facts: [fact], after: 0 };
const acting = { ...watching, key: 'spring/deploy' };

/** Runs an activity behind the interceptor, in the given attempt and queue. */
async function run(
  argument: unknown,
  act: () => Promise<unknown> = async () => done.push('acted'),
  info: { attempt?: number; taskQueue?: string } = {},
): Promise<unknown> {
  const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  const { inbound } = createRecordingInterceptor(
    { ...records, clock },
    'worker-1',
  )(environment.context);
  const input: ActivityExecuteInput = { args: [argument], headers: {} };
  return environment.run(() => inbound?.execute?.(input, act) ?? Promise.reject(new Error('none')));
}

const phases = () => records.actions.map(({ phase, outcome }) => [phase, outcome]);

describe('around a step', () => {
  test('facts are recorded before anything happens', async () => {
    await run(watching, async () => {
      expect(records.facts.get('spring')).toEqual([fact]);
      done.push('acted');
    });
    expect(done).toEqual(['acted']);
    expect(records.actions).toEqual([]);
  });

  test('an action on a tool leaves its intent before it and its outcome after it', async () => {
    await run(acting, async () => {
      expect(phases()).toEqual([['intent', null]]);
      expect(records.facts.get('spring')).toEqual([fact]);
    });
    expect(phases()).toEqual([
      ['intent', null],
      ['outcome', 'done'],
    ]);
    expect(records.actions[0]).toMatchObject({ key: 'spring/deploy', attempt: 1 });
  });

  test('a failed action leaves its failure with the code, and raises it', async () => {
    const failure = new StepFailure('terminal', 'deployer/broken', 'It broke.', 'Mend it.');
    await expect(run(acting, () => Promise.reject(failure))).rejects.toMatchObject({
      nonRetryable: true,
      type: 'deployer/broken',
      details: [{ code: 'deployer/broken', remedy: 'Mend it.', kind: 'terminal' }],
    });
    expect(records.actions.at(-1)).toMatchObject({
      phase: 'outcome',
      outcome: 'failed',
      details: { code: 'deployer/broken' },
    });
  });

  test('a tool that asks to be left alone is tried again when it says', async () => {
    const failure = new StepFailure('retry', 'notifiers/busy', 'Busy.', 'Wait.', 7_000);
    await expect(run(acting, () => Promise.reject(failure))).rejects.toMatchObject({
      nonRetryable: false,
      nextRetryDelay: 7_000,
    });
  });

  test.each([
    ['a step', watching],
    ['an action', acting],
  ])('nothing is done for %s while the ledger refuses', async (_, step) => {
    records.away = true;
    await expect(run(step)).rejects.toThrow('PostgreSQL is away.');
    expect(done).toEqual([]);
  });

  test('what is no step of a release passes through unrecorded', async () => {
    await run({ environment: 'production' });
    expect(done).toEqual(['acted']);
    expect(records.facts.size).toBe(0);
  });
});

describe('a step that fails again and again', () => {
  const unexpected = () => Promise.reject(new Error('What now?'));
  const nonRetryable = async (attempt: number, act = unexpected, taskQueue = 'tidegate-tools') => {
    const error: unknown = await run(acting, act, { attempt, taskQueue }).catch(
      (reason: unknown) => reason,
    );
    return error instanceof ApplicationFailure && error.nonRetryable === true;
  };

  test('is given up at a tool after five attempts, so that a person is asked', async () => {
    expect(await nonRetryable(4)).toBe(false);
    expect(await nonRetryable(5)).toBe(true);
  });

  test('is tried on while the records are away', async () => {
    records.away = true;
    expect(await nonRetryable(500)).toBe(false);
  });

  test('is tried on when it is bookkeeping, which has no person to ask', async () => {
    expect(await nonRetryable(500, unexpected, 'tidegate-workflows')).toBe(false);
  });
});
