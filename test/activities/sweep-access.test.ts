import { MockActivityEnvironment } from '@temporalio/testing';
import { type AccessSweep, createSweepAccess } from '../../activities/access/sweep.ts';
import { simulateGranter } from '../../adapters/simulated/access-granter.ts';
import type { AccessEvent } from '../../domain/access/event.ts';
import { accessCatalog, aRequest } from '../support/access/builders.ts';
import { createMemoryAccessRecords } from '../support/access/memory-access-records.ts';

const startMs = Date.parse('2026-12-01T08:00:00.000Z');
const instant = (afterMs: number) => new Date(startMs + afterMs).toISOString();
const hourMs = 3_600_000;
const voice = { id: 'said', by: 'erin', statement: 'sha256:said' };
const place = { environment: 'production', resource: 'orders-db' };

/** A sweep of records and a tool in memory, so many milliseconds after the beginning. */
function aSweep() {
  const grants = createMemoryAccessRecords();
  let nowMs = startMs;
  const clock = () => new Date(nowMs);
  const granter = simulateGranter(['readonly'], clock);
  const running: string[] = [];
  const sweepAccess = createSweepAccess({
    grants,
    granter,
    clock,
    ledger: grants,
    catalog: async () => ({ catalog: accessCatalog }),
    office: {
      ensureRunning: async (access) => {
        running.push(access);
      },
    },
  });
  return {
    grants,
    granter,
    running,
    /** It stands for an hour, by the records and in the tool. */
    letIn: async (access: string): Promise<void> => {
      const request = aRequest(instant(hourMs));
      const events: AccessEvent[] = [
        { type: 'access.asked', request, decideBy: request.until, ...voice },
        { type: 'access.granted', revokeWithinMs: 300_000, confirmEveryMs: null, ...voice },
        { type: 'access.provided' },
      ];
      const facts = events.map((event, index) => ({ seq: index + 1, at: instant(0), event }));
      await grants.appendAccessFacts(access, facts);
      await granter.grant({ ...place, key: access, role: 'readonly', until: request.until });
    },
    sweep: (afterMs: number): Promise<AccessSweep> => {
      nowMs = startMs + afterMs;
      return new MockActivityEnvironment().run(sweepAccess);
    },
  };
}

describe('a sweep of accesses', () => {
  test('sees to it that each has its workflow, and leaves alone what is in time', async () => {
    const { letIn, sweep, granter, running } = aSweep();
    await letIn('a-1');
    expect(await sweep(hourMs)).toEqual({ open: 1, takenAway: [], failed: [] });
    expect(running).toEqual(['a-1']);
    expect(await granter.granted(place)).toEqual(['a-1']);
  });

  test('takes away what outlives its time, whatever its workflow is at', async () => {
    const { letIn, sweep, granter } = aSweep();
    await letIn('a-1');
    expect((await sweep(hourMs + 300_001)).takenAway).toEqual(['a-1']);
    expect(await granter.granted(place)).toEqual([]);
  });

  test('leaves alone what the records do not know', async () => {
    const { sweep, granter } = aSweep();
    const until = instant(hourMs);
    await granter.grant({ ...place, key: 'of-others', role: 'readonly', until });
    expect(await sweep(2 * hourMs)).toEqual({ open: 0, takenAway: [], failed: [] });
    expect(await granter.granted(place)).toEqual(['of-others']);
  });

  test('says what it could not take away, and goes on with the others', async () => {
    const { letIn, sweep, granter } = aSweep();
    await letIn('a-1');
    await letIn('a-2');
    granter.failures = 1;
    expect(await sweep(2 * hourMs)).toEqual({ open: 2, takenAway: ['a-2'], failed: ['a-1'] });
  });
});
