import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { StepFailure } from '../../../activities/ports/failures.ts';
import type { Ports } from '../../../activities/ports/index.ts';
import type { Pause } from '../../../activities/ports/pause.ts';
import type { CalendarEntry } from '../../../domain/calendar/entry.ts';
import { createRecords, type Records } from '../../../records/index.ts';
import { aPlan } from '../builders/plan.ts';
import { growingCounters } from '../fakes/growing-counters.ts';
import type { ReleaseActor } from '../release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../release-stage.ts';
import { createTestDatabase } from '../stack/database.ts';
import { expectAnswered, expectSmallRuns, expectSoundLedger } from './expect-nothing-lost.ts';
import { patient, stuck } from './patient-plans.ts';
import { type Sent, sendTrickle } from './trickle.ts';

/** Time is skipped only while no step is at work, so a watch comes back for its next look. */
const comeBackLater: Pause = async ({ untilNextLookMs }) => {
  throw ApplicationFailure.create({
    message: 'It looks again later.',
    nextRetryDelay: Math.max(1, untilNextLookMs),
    category: ApplicationFailureCategory.BENIGN,
  });
};

/** Writes what is recorded into PostgreSQL as well, and begins runs with what is there. */
const alsoIn =
  (kept: Records) =>
  ({ ledger }: Ports): Partial<Ports> => ({
    pause: comeBackLater,
    ledger: {
      ...ledger,
      state: (release) => kept.state(release),
      async appendFacts(release, facts) {
        await kept.appendFacts(release, facts);
        await ledger.appendFacts(release, facts);
      },
      async appendStep(release, facts, action) {
        await kept.appendStep(release, facts, action);
        await ledger.appendStep(release, facts, action);
      },
    },
  });

const days = 61;

/** A stage whose ledger lies in PostgreSQL, and how long a day is there. */
export type Months = {
  readonly stage: ReleaseStage;
  readonly kept: Records;
  readonly url: string;
  readonly dayMs: number;
  close(): Promise<void>;
};

export async function openMonths(
  createEnvironment: () => Promise<TestWorkflowEnvironment>,
  dayMs: number,
): Promise<Months> {
  const database = await createTestDatabase();
  const kept = createRecords(database.url);
  await kept.migrate();
  const stage = await openReleaseStage(createEnvironment, 'read', alsoIn(kept));
  const close = async () => {
    await stage.close();
    await kept.close();
    await database.drop();
  };
  return { stage, kept, url: database.url, dayMs, close };
}

/** Lets the calendar be closed for nineteen days, and the metrics be silent now and then. */
async function arrange({ stage, dayMs }: Months): Promise<void> {
  const { records, tools, environment } = stage;
  const nowMs = await environment.currentTimeMs();
  const freeze: CalendarEntry = {
    id: 'freeze',
    kind: 'freeze',
    title: 'Year end',
    environments: ['production'],
    start: new Date(nowMs - dayMs).toISOString(),
    end: new Date(nowMs + 19 * dayMs).toISOString(),
    owner: 'management',
  };
  records.entries.push(freeze);
  const users = growingCounters(() => ({ 'sha256:web-2.0.0': { requests: 500, failures: 1 } }));
  let looks = 0;
  tools.counters = () => {
    looks += 1;
    if (looks % 5 > 0) return users();
    throw new StepFailure('retry', 'traffic/away', 'The gateway does not answer.', 'Wait.');
  };
}

async function startStuck({ stage }: Months): Promise<ReleaseActor> {
  const release = await stage.start(aPlan(stuck, { name: 'stuck', environments: ['staging'] }));
  await release.waitsFor('uat');
  stage.tools.failing.set('undo web', 1);
  await release.command('rita', 'rollback');
  await release.waitsFor('failed-rollback');
  return release;
}

/**
 * Sixty days of one release that almost only waits, and of another whose way back waits for people.
 * Every day somebody says something to both that moves nothing, and `night` comes after it. Expects
 * that nothing was lost, and that no run has grown long. Returns how both ended.
 */
export async function liveThrough(
  months: Months,
  night: () => Promise<void>,
  mayFail: readonly string[] = [],
): Promise<{ readonly stuck: string; readonly patient: string }> {
  const { stage, dayMs } = months;
  await arrange(months);
  const other = await startStuck(months);
  const release = await stage.start(aPlan(patient(dayMs), { name: 'patient' }));
  await release.waitsFor('approval');
  const sent: Sent = { statements: [], junk: 0 };
  const sentToOther: Sent = { statements: [], junk: 0 };
  const waitedFor = new Set<string>();
  const begunMs = await stage.environment.currentTimeMs();
  for (let day = 0; day < days; day += 1) {
    await sendTrickle(release, 'production/cab', sent);
    await sendTrickle(other, 'staging/uat', sentToOther);
    if (day === 16) await release.decide('cora', 'production/cab', 'approve');
    const overMs = begunMs + (day + 1) * dayMs;
    await release.pass(Math.max(1, overMs - (await stage.environment.currentTimeMs())));
    await night();
    for (const { kind } of (await release.state()).waits) waitedFor.add(kind);
  }
  expect([...waitedFor]).toEqual(['approval', 'window', 'observation', 'obligation']);
  await other.command('opal', 'retry');
  const ends = { stuck: await other.review(), patient: await release.review() };
  await expectNothingLost(
    months,
    [
      [release, sent],
      [other, sentToOther],
    ],
    mayFail,
  );
  expect(release.eventsOf('requirement.settled')).toMatchObject([{ outcome: 'approved' }]);
  expect(release.eventsOf('obligation.escalated')).toHaveLength(2);
  const effects = stage.tools.effects.filter((each) => /^(apply|settle|undo) /.test(each));
  expect(effects.toSorted()).toEqual([
    'apply web 2.0.0',
    'apply web 2.0.0',
    'settle web',
    'undo web',
  ]);
  return ends;
}

async function expectNothingLost(
  { kept, url }: Months,
  releases: readonly (readonly [ReleaseActor, Sent])[],
  mayFail: readonly string[],
): Promise<void> {
  for (const [release, sent] of releases) {
    await expectAnswered(release, sent);
    await expectSmallRuns(release, mayFail);
    await expectSoundLedger(release, { kept, url });
  }
}
