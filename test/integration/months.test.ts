import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { StepFailure } from '../../activities/ports/failures.ts';
import type { Ports } from '../../activities/ports/index.ts';
import type { Pause } from '../../activities/ports/pause.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import { createRecords, type Records } from '../../records/index.ts';
import { aPlan } from '../support/builders/plan.ts';
import { growingCounters } from '../support/fakes/growing-counters.ts';
import {
  expectAnswered,
  expectSmallRuns,
  expectSoundLedger,
} from '../support/months/expect-nothing-lost.ts';
import { patient, stuck } from '../support/months/patient-plans.ts';
import { type Sent, sendTrickle } from '../support/months/trickle.ts';
import type { ReleaseActor } from '../support/release-actor.ts';
import { openReleaseStage, type ReleaseStage } from '../support/release-stage.ts';
import { createTestDatabase, type TestDatabase } from '../support/stack/database.ts';
import { createTimeSkippingEnvironment } from '../support/stack/temporal.ts';

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

const dayMs = 24 * 3_600_000;
const days = 61;

let stage: ReleaseStage;
let database: TestDatabase;
let kept: Records;
beforeAll(async () => {
  database = await createTestDatabase();
  kept = createRecords(database.url);
  await kept.migrate();
  stage = await openReleaseStage(createTimeSkippingEnvironment, 'read', alsoIn(kept));
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await kept?.close();
  await database?.drop();
}, 60_000);

/** Lets the calendar be closed for nineteen days, and the metrics be silent now and then. */
async function arrange(): Promise<void> {
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

async function startStuck(): Promise<ReleaseActor> {
  const release = await stage.start(aPlan(stuck, { name: 'stuck', environments: ['staging'] }));
  await release.waitsFor('uat');
  stage.tools.failing.set('undo web', 1);
  await release.command('rita', 'rollback');
  await release.waitsFor('failed-rollback');
  return release;
}

test('sixty days of waits fill no run, and nothing that was sent is lost', async () => {
  await arrange();
  const other = await startStuck();
  const release = await stage.start(aPlan(patient(dayMs), { name: 'patient' }));
  await release.waitsFor('approval');
  const sent: Sent = { statements: [], junk: 0 };
  const sentToOther: Sent = { statements: [], junk: 0 };
  const waitedFor = new Set<string>();
  for (let day = 0; day < days; day += 1) {
    await sendTrickle(release, 'production/cab', sent);
    await sendTrickle(other, 'staging/uat', sentToOther);
    if (day === 16) await release.decide('cora', 'production/cab', 'approve');
    await release.pass(dayMs);
    for (const { kind } of (await release.state()).waits) waitedFor.add(kind);
  }
  expect([...waitedFor]).toEqual(['approval', 'window', 'observation', 'obligation']);
  await other.command('opal', 'retry');
  await expect(other.review()).resolves.toBe('rolled-back');
  await expect(release.review()).resolves.toBe('released');
  for (const [each, its] of [
    [release, sent],
    [other, sentToOther],
  ] as const) {
    await expectAnswered(each, its);
    await expectSmallRuns(each);
    await expectSoundLedger(each, { kept, url: database.url });
  }
  expect(release.eventsOf('requirement.settled')).toMatchObject([{ outcome: 'approved' }]);
  expect(release.eventsOf('obligation.escalated')).toHaveLength(2);
  const effects = stage.tools.effects.filter((each) => /^(apply|settle|undo) /.test(each));
  expect(effects.toSorted()).toEqual([
    'apply web 2.0.0',
    'apply web 2.0.0',
    'settle web',
    'undo web',
  ]);
}, 600_000);
