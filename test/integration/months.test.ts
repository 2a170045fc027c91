import { liveThrough, type Months, openMonths } from '../support/months/live-through.ts';
import { createTimeSkippingEnvironment } from '../support/stack/temporal.ts';

const dayMs = 24 * 3_600_000;

let months: Months;
beforeAll(async () => {
  months = await openMonths(createTimeSkippingEnvironment, dayMs);
}, 120_000);
afterAll(() => months?.close(), 60_000);

test('sixty days of waits fill no run, and nothing that was sent is lost', async () => {
  const ends = await liveThrough(months, async () => {});
  expect(ends).toEqual({ stuck: 'rolled-back', patient: 'released' });
}, 600_000);
