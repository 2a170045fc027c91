import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import type { RequirementPolicy } from '../../domain/plan/requirement-policy.ts';
import { calendarChangedSignal } from '../../workflows/contract.ts';
import { aPlan, aStage } from '../support/builders/plan.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';

let stage: ReleaseStage;
beforeAll(async () => {
  stage = await openReleaseStage();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const hourMs = 3_600_000;
const content = [aStage('build'), aStage('package'), aStage('promote')];
const stages = [...content, aStage('window'), aStage('deploy')];

/**
 * A freeze of production that began an hour ago and ends after the given time, or is open-ended.
 */
async function freezeFor(ms: number | null): Promise<CalendarEntry> {
  const nowMs = await stage.environment.currentTimeMs();
  const entry: CalendarEntry = {
    id: 'freeze',
    kind: 'freeze',
    title: 'Year end',
    environments: ['production'],
    start: new Date(nowMs - hourMs).toISOString(),
    end: ms === null ? null : new Date(nowMs + ms).toISOString(),
    owner: 'management',
  };
  stage.records.entries.push(entry);
  return entry;
}

describe('a closed calendar', () => {
  test('holds the release, says until when and who can lift it, and lets it go on', async () => {
    const freeze = await freezeFor(24 * 3 * hourMs);
    const release = await stage.start(aPlan(stages, { name: 'held' }));
    const { waits } = await release.waitsFor('window');
    expect(waits).toMatchObject([
      { clearedBy: ['management'], reason: expect.stringContaining(freeze.end ?? '') },
    ]);
    await release.pass(24 * 2 * hourMs);
    expect(stage.tools.touched()).toEqual([]);
    expect((await release.state()).waits).toHaveLength(1);
    // An hour of a freeze leaves no facts of its own.
    expect(release.eventsOf('wait.began')).toHaveLength(1);
    await expect(release.handle.result()).resolves.toBe('released');
    const [stood] = stage.tools.touched();
    expect(stood).toBe('apply web 2.0.0');
    const opened = release
      .eventsOf('stage.succeeded')
      .find(({ stage: id }) => id.endsWith('window'));
    expect(opened?.summary).toContain('open');
  });

  test('that opens by an edit wakes the release at once', async () => {
    await freezeFor(null);
    const release = await stage.start(aPlan(stages, { name: 'woken' }));
    await release.waitsFor('window');
    stage.records.entries.splice(0);
    await release.handle.signal(calendarChangedSignal);
    const { outcome } = await release.until(({ phase }) => phase === 'closed');
    expect(outcome).toBe('released');
  });

  test('is looked at again every hour, should nobody tell of the edit', async () => {
    await freezeFor(null);
    const release = await stage.start(aPlan(stages, { name: 'hourly' }));
    await release.waitsFor('window');
    stage.records.entries.splice(0);
    await release.pass(0.9 * hourMs);
    expect((await release.state()).waits).toHaveLength(1);
    await release.pass(0.2 * hourMs);
    await release.until(({ phase }) => phase === 'closed');
  });

  test('whose edit leaves it closed goes on holding', async () => {
    await freezeFor(null);
    const release = await stage.start(aPlan(stages, { name: 'still' }));
    await release.waitsFor('window');
    const [freeze] = stage.records.entries.splice(0);
    if (freeze !== undefined) stage.records.entries.push({ ...freeze, title: 'Longer' });
    await release.handle.signal(calendarChangedSignal);
    await release.recorded('wait.began', 2);
    const { waits } = await release.state();
    expect(waits).toMatchObject([{ kind: 'window', reason: expect.stringContaining('Longer') }]);
  });

  test('costs few facts, though the clock of a worker goes after that of the server', async () => {
    await freezeFor(90_000);
    stage.tools.behindMs = 12_000;
    const release = await stage.start(aPlan(stages, { name: 'late-clock' }));
    await release.waitsFor('window');
    await release.handle.result();
    expect(release.eventsOf('wait.began').length).toBeLessThan(4);
  });
});

describe('a freeze that begins after the window stage', () => {
  test('holds the deployment and does not fail it', async () => {
    const release = await stage.start(
      aPlan([...content, aStage('window'), aStage('approval'), aStage('deploy')], {
        name: 'late-freeze',
      }),
    );
    await release.waitsFor('approval');
    await freezeFor(48 * hourMs);
    await release.decide('cora', 'production/cab', 'approve');
    const { stages: known } = await release.waitsFor('window');
    expect(known.at(-1)).toMatchObject({ status: 'running', attempt: 1 });
    expect(stage.tools.touched()).toEqual([]);
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('stage.failed')).toEqual([]);
    expect(stage.tools.touched()).toEqual([
      'apply web 2.0.0',
      'traffic web 2.0.0=100',
      'settle web',
    ]);
  });

  test('and is over goes on with nothing while somebody has paused the release', async () => {
    const plan = aPlan([...content, aStage('window'), aStage('approval'), aStage('deploy')], {
      name: 'paused-in-freeze',
    });
    const release = await stage.start(plan);
    await release.waitsFor('approval');
    await freezeFor(null);
    await release.decide('cora', 'production/cab', 'approve');
    await release.waitsFor('window');
    await release.command('erin', 'pause');
    stage.records.entries.splice(0);
    await release.handle.signal(calendarChangedSignal);
    await release.until(({ waits, phase }) => waits.length === 0 || phase === 'closed');
    await release.pass(2 * hourMs);
    expect(stage.tools.touched()).toEqual([]);
    await release.command('erin', 'resume');
    await expect(release.handle.result()).resolves.toBe('released');
  });
});

const cab: RequirementPolicy = {
  id: 'production/cab',
  group: 'cab',
  count: 1,
  deadlineMs: 24 * hourMs,
  remindBeforeMs: [hourMs, 4 * hourMs],
};

describe('an approval that counts no more when the release comes to deploy', () => {
  /** A release that was approved, and waits for its window. */
  async function approved(name: string): Promise<ReleaseActor> {
    await freezeFor(null);
    const asking = aStage('approval', { requirements: [cab] });
    const asked = [...content, asking, aStage('window'), aStage('deploy')];
    const release = await stage.start(aPlan(asked, { name }));
    await release.waitsFor('approval');
    await release.decide('cora', cab.id, 'approve');
    await release.waitsFor('window');
    return release;
  }

  /** Whoever approved leaves the board, and the calendar opens. */
  async function leaves(release: ReleaseActor): Promise<void> {
    stage.records.groups.set('cora', []);
    stage.records.entries.splice(0);
    await release.handle.signal(calendarChangedSignal);
  }

  test('is asked anew, and the release says why and goes on with the new one', async () => {
    const release = await approved('left');
    await leaves(release);
    const asking = await release.waitsFor('approval');
    expect(asking.waits[0]?.remedy).toContain(
      'Asked anew: Requirement production/cab does not hold',
    );
    expect(asking.stages.at(-1)).toMatchObject({ status: 'running', failure: null });
    expect(stage.tools.touched()).toEqual([]);
    await expect(release.decide('cliff', cab.id, 'approve')).resolves.toMatchObject({
      outcome: 'accepted',
    });
    await expect(release.handle.result()).resolves.toBe('released');
    expect(release.eventsOf('stage.failed')).toEqual([]);
  });

  test('leaves the release failed when somebody rejects it then', async () => {
    const release = await approved('left-rejected');
    await leaves(release);
    await release.waitsFor('approval');
    await release.decide('cliff', cab.id, 'reject');
    const failed = await release.waitsFor('failed-stage');
    expect(failed.stages.at(-1)?.failure).toMatchObject({ code: 'approval/rejected' });
    expect(stage.tools.touched()).toEqual([]);
  });
});

test('who was held and then stops keeps nobody out, however urgent it is', async () => {
  const item = { item: 'command', check: { name: 'lamp', command: ['lamp'] } } as const;
  stage.tools.exitCodes.set('lamp', 1);
  await freezeFor(null);
  const priority = { level: 'high', reason: 'It closes a hole.' } as const;
  const checked = [...content, aStage('window'), aStage('checklist', { items: [item] })];
  const urgent = await stage.start({
    ...aPlan([...checked, aStage('deploy')], { name: 'urgent' }),
    schedule: { priority },
  });
  await urgent.waitsFor('window');
  stage.records.entries.splice(0);
  // Nobody has woken the urgent one, and it is waited for.
  const routine = await stage.start(aPlan([...content, aStage('deploy')], { name: 'routine' }));
  await routine.waitsFor('lease');
  await urgent.handle.signal(calendarChangedSignal);
  await urgent.waitsFor('failed-stage');
  expect((await routine.state()).waits).toMatchObject([{ kind: 'lease' }]);
  await routine.pass(60_000);
  await routine.until(({ phase }) => phase === 'closed');
  expect(urgent.eventsOf('lease.requested')).toEqual([]);
});
