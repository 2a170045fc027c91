import { createCheckLeaseMessages } from '../../activities/check-lease-messages.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import { aPlan } from '../support/builders/plan.ts';
import { createMemoryRecords } from '../support/fakes/memory-records.ts';

const at = '2026-11-21T12:00:00.000Z';

test('priorities are read from sealed plans and from what is decided by now', async () => {
  const records = createMemoryRecords();
  const priority = { level: 'high', reason: 'It closes a hole.' } as const;
  const plan = { ...aPlan([], { name: 'patch' }), schedule: { priority } };
  const planDigest = 'sha256:0';
  records.sealed.set('patch', { release: 'patch', plan, planDigest, requestedBy: 'p', seal: '' });
  const event: ReleaseEvent = { type: 'lease.requested', environment: 'lab' };
  await records.ledger.appendFacts('patch', [{ seq: 1, at, event }]);
  records.decided.push(
    { release: 'sale', level: 'low', reason: 'It can wait.' },
    { release: 'elsewhere', level: 'high', reason: 'It is not asked about.' },
  );
  const checked = await createCheckLeaseMessages({ ...records, clock: () => new Date(at) })({
    environment: 'lab',
    messages: [
      { asks: 'request', release: 'patch' },
      { asks: 'request', release: 'forged' },
    ],
    queue: ['sale', 'other'],
  });
  expect(checked).toEqual({
    genuine: [{ asks: 'request', release: 'patch' }],
    own: { patch: 1 },
    emergencies: [],
    decided: { sale: -1 },
  });
});
