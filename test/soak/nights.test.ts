import { TestWorkflowEnvironment } from '@temporalio/testing';
import { liveThrough, type Months, openMonths } from '../support/months/live-through.ts';
import { quietLog } from '../support/stack/temporal.ts';

/** A day in which everything happens that happens in a day, on a server that skips no time. */
const dayMs = 5_000;

let months: Months;
beforeAll(async () => {
  quietLog();
  const address = process.env.TIDEGATE_TEST_TEMPORAL_ADDRESS ?? '';
  months = await openMonths(
    () => TestWorkflowEnvironment.createFromExistingServer({ address }),
    dayMs,
  );
}, 120_000);
afterAll(() => months?.close(), 60_000);

test('sixty days whose workers are replaced every night lose nothing', async () => {
  let nights = 0;
  // A worker that ends takes a task with it that Temporal was just handing to it.
  const mayFail = ['timed out'];
  const ends = await liveThrough(
    months,
    async () => {
      await months.stage.replaceWorkers();
      nights += 1;
    },
    mayFail,
  );
  expect(ends).toEqual({ stuck: 'rolled-back', patient: 'released' });
  expect(nights).toBeGreaterThan(60);
}, 900_000);
