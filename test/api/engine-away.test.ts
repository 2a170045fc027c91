import { orAway } from '../../api/engine-away.ts';

/** An error as the client wraps what Temporal said. */
function refusedBy(said: string): Error {
  const cause = Object.assign(new Error(said), { code: 3, details: said, metadata: {} });
  return new Error('Failed to signal Workflow', { cause });
}

describe('what Temporal did not take', () => {
  test('is not called unknown when a run has had all the signals that it may', async () => {
    const said = '3 INVALID_ARGUMENT: exceeded workflow execution limit for signal events';
    await expect(orAway(Promise.reject(refusedBy(said)))).rejects.toMatchObject({
      code: 'engine-away',
      status: 503,
      message: expect.stringContaining('has not taken it: too many signals'),
      headers: { 'Retry-After': '30' },
    });
  });

  test('may have been taken when it did not answer', async () => {
    await expect(
      orAway(Promise.reject(refusedBy('14 UNAVAILABLE: no connection'))),
    ).rejects.toMatchObject({ status: 503, message: expect.stringContaining('it is not known') });
  });
});
