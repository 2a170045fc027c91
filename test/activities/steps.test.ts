import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { type ApprovedRelease, approvedRelease } from '../support/approved-release.ts';
import { aStage } from '../support/builders/plan.ts';
import { growingCounters } from '../support/fakes/growing-counters.ts';

let given: ApprovedRelease;
beforeEach(async () => {
  given = await approvedRelease();
});

type Activities = ReturnType<typeof createActivities>;

/** Runs a step as a worker would. */
function run<Result>(
  call: (activities: Activities) => Promise<Result>,
  environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }),
): Promise<Result> {
  return environment.run(() => call(createActivities(given.ports)));
}

const deploy = (strategy: 'all-at-once' | 'beside') =>
  run((activities) => activities.deployComponent({ ...given.step, component: 'web', strategy }));
const shift = (weightPercent: number) =>
  run((activities) =>
    activities.shiftTraffic({ ...given.step, components: ['web'], weightPercent }),
  );
const undo = () => run((activities) => activities.undoChange({ ...given.step, component: 'web' }));

describe('deploying', () => {
  test('all at once gives the candidate every user, and says what it replaced', async () => {
    await expect(deploy('all-at-once')).resolves.toEqual({
      from: { digest: 'sha256:old', version: '1.0.0' },
      to: { digest: 'sha256:web-2.0.0', version: '2.0.0' },
      changed: true,
    });
    expect(given.tools.effects).toEqual(['apply web 2.0.0', 'traffic web 2.0.0=100']);
  });

  test('beside gives it none', async () => {
    await deploy('beside');
    expect(given.tools.effects).toEqual(['apply web 2.0.0']);
  });

  test('touches nothing when the guard refuses', async () => {
    given.records.held.clear();
    await expect(deploy('beside')).rejects.toMatchObject({ code: 'guard/lease' });
    expect(given.tools.effects).toEqual([]);
  });
});

describe('shifting traffic', () => {
  test('divides users between the candidate and what served before', async () => {
    await deploy('beside');
    await shift(10);
    await shift(100);
    expect(given.tools.effects.slice(1)).toEqual([
      'traffic web 2.0.0=10 1.0.0=90',
      'traffic web 2.0.0=100',
    ]);
  });

  test('needs a person when something else stands there', async () => {
    await expect(shift(10)).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'traffic/not-standing',
    });
    expect(given.tools.effects).toEqual([]);
  });

  test('touches nothing while the calendar is closed', async () => {
    await deploy('beside');
    given.records.entries.push({
      id: 'freeze',
      kind: 'freeze',
      title: 'Year end',
      environments: [],
      start: '2026-11-01T00:00:00.000Z',
      end: null,
      owner: 'management',
    });
    await expect(shift(10)).rejects.toMatchObject({ code: 'guard/window-closed' });
    expect(given.tools.effects).toHaveLength(1);
  });
});

describe('undoing', () => {
  beforeEach(() =>
    given.record({
      type: 'compensation.registered',
      key: 'spring/production/deploy/web',
      environment: 'production',
      component: 'web',
      what: 'deployment',
      to: { digest: 'sha256:web-2.0.0', version: '2.0.0' },
    }),
  );

  test('moves users before it stops anything', async () => {
    await deploy('all-at-once');
    await undo();
    expect(given.tools.effects.slice(2)).toEqual(['traffic web 1.0.0=100', 'undo web']);
  });

  test('needs neither approvals nor an open calendar', async () => {
    await deploy('all-at-once');
    given.records.kept.clear();
    given.records.entries.push({
      id: 'freeze',
      kind: 'freeze',
      title: 'Year end',
      environments: [],
      start: '2026-11-01T00:00:00.000Z',
      end: null,
      owner: 'management',
    });
    await undo();
    expect(given.tools.effects.at(-1)).toBe('undo web');
  });

  test('needs the lease', async () => {
    await deploy('all-at-once');
    const taken = { environment: 'production', place: 1, release: 'spring', fence: 4 };
    given.records.held.set('production/1', taken);
    await expect(undo()).rejects.toMatchObject({ code: 'guard/lease' });
    expect(given.tools.effects).not.toContain('undo web');
  });
});

describe('observing a canary', () => {
  const { thresholds } = aStage('canary').canary;
  const observe = (environment: MockActivityEnvironment, observeMs = 0) =>
    run(
      (activities) =>
        activities.observeCanary({
          ...given.step,
          digests: { web: 'sha256:web-2.0.0' },
          weights: { weightPercent: 10, observeMs, patienceMs: 0 },
          thresholds,
          reference: null,
        }),
      environment,
    );

  test('goes on from where a lost attempt began', async () => {
    const users = { requests: 100, failures: 0 };
    given.tools.counters = growingCounters(() => ({
      'sha256:old': users,
      'sha256:web-2.0.0': users,
    }));
    const logger = new DefaultLogger('ERROR');
    const first = new MockActivityEnvironment({}, { logger });
    const beats: unknown[] = [];
    first.on('heartbeat', (details: unknown) => beats.push(details));
    await observe(first);
    const second = new MockActivityEnvironment(
      { heartbeatDetails: beats[0], attempt: 2 },
      { logger },
    );
    const [observation] = await observe(second);
    // Three looks: the beginning, the end of the first attempt, and that of the second.
    expect(observation?.canary?.requests).toBe(200);
  });

  test('ends long before its time when all looks together leave no doubt about harm', async () => {
    const beats: unknown[] = [];
    const pauses: number[] = [];
    const untilHarm = (lostAfter: number, heartbeatDetails?: unknown) => {
      const pause = async ({ untilNextLookMs }: { readonly untilNextLookMs: number }) => {
        pauses.push(untilNextLookMs);
        if (pauses.length === lostAfter) throw new Error('The worker was lost.');
      };
      given = { ...given, ports: { ...given.ports, pause } };
      const info = heartbeatDetails === undefined ? {} : { heartbeatDetails };
      const environment = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
      environment.on('heartbeat', (details: unknown) => beats.push(details));
      return observe(environment, 3_600_000);
    };
    given.tools.counters = growingCounters(() => ({
      'sha256:old': { requests: 50, failures: 0 },
      'sha256:web-2.0.0': { requests: 50, failures: 2 },
    }));
    await expect(untilHarm(2)).rejects.toThrow('lost');
    const kept = beats.at(-1);
    const [observation] = await untilHarm(0, kept);
    expect(beats[2]).toEqual(kept);
    expect(beats[3]).toMatchObject({ latest: { watched: [{ watch: { looks: 2 } }] } });
    const { sequential } = observation ?? {};
    expect(sequential?.foundAtLook).toBe(sequential?.looks);
    expect(sequential?.unreadableLooks).toBe(0);
    expect(sequential?.p).toBeLessThan(sequential?.alpha ?? 0);
    // One of 7,201 looks that has to convince by itself needs far more.
    expect(observation?.canary?.requests).toBeLessThan(300);
  });
});

describe('a check', () => {
  const check = {
    check: 'http',
    name: 'smoke',
    component: 'web',
    path: '/',
    expectStatus: 200,
  } as const;
  const runCheck = (at: 'instances' | 'gateway') =>
    run((activities) => activities.runCheck({ ...given.step, check: { ...check, at } }));

  test.each([
    [200, 'pass'],
    [503, 'fail'],
    [null, 'fail'],
  ])('that is answered with %s is a %s', async (status, verdict) => {
    given.tools.status = status;
    await expect(runCheck('gateway')).resolves.toMatchObject({ verdict });
  });

  test('of what does not stand there is inconclusive, never a pass', async () => {
    await expect(runCheck('instances')).resolves.toMatchObject({ verdict: 'inconclusive' });
  });
});
