import type { PartProgress } from '../../domain/progress/part.ts';
import { applyFact } from '../../domain/release/apply-fact.ts';
import type { ReleaseEvent } from '../../domain/release/event.ts';
import { initialState, type ReleaseState } from '../../domain/release/state.ts';
import { anAction, aPart, factsOf, startOf } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;
let release = '';
let count = 0;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

beforeEach(() => {
  count += 1;
  release = `release-${count}`;
});

const stages = [
  { id: 'build', kind: 'build', environment: null },
  { id: 'lab/deploy', kind: 'deploy', environment: 'lab' },
] as const;

const began = (stage: string): ReleaseEvent => ({ type: 'stage.started', stage, attempt: 1 });
const ended = (stage: string): ReleaseEvent => ({ type: 'stage.succeeded', stage, summary: '' });
const closed: ReleaseEvent = { type: 'release.closed', outcome: 'released' };

/** Records the events of a release of `web`, each a second after the one before. */
async function record(
  name: string,
  service: string,
  ...events: ReleaseEvent[]
): Promise<ReleaseState> {
  const facts = factsOf([startOf({ name, services: [service], stages }), ...events]);
  await given.records.appendFacts(name, facts);
  return facts.reduce(applyFact, initialState());
}

const part = (step: string, change: Partial<PartProgress> = {}): PartProgress =>
  aPart({ step, ...change });

const partsOf = async (name: string, state: ReleaseState) =>
  (await given.records.readProgress(name, state)).parts;

test('keeps the last that was said of each part, and a bounded trail of steps', async () => {
  const state = await record(release, 'web', began('build'));
  for (let step = 1; step <= 25; step += 1) {
    const log = step === 24 ? 'evidence/24' : null;
    await given.records.keepProgress(release, part(`step ${step}`, { log }));
    await given.records.keepProgress(release, part(`step ${step}`, { share: 0.5 }));
  }
  await given.records.keepProgress(release, part('ready', { target: 'instance 0' }));
  const [whole, target] = await partsOf(release, state);
  expect(whole).toMatchObject({ step: 'step 25', share: 0.5, target: null, log: 'evidence/24' });
  expect(whole?.trail.map(({ step }) => step)).toEqual(
    Array.from({ length: 20 }, (_, index) => `step ${index + 5}`),
  );
  expect(target).toMatchObject({ step: 'ready', target: 'instance 0', trail: [] });
});

test('forgets a stage that ended or begins anew, and everything of a closed release', async () => {
  const state = await record(release, 'web', began('build'));
  const deploying = part('bringing in', { stage: 'lab/deploy', environment: 'lab' });
  await given.records.keepProgress(release, part('install'));
  await given.records.keepProgress(release, deploying);
  await given.records.appendFacts(release, [
    { seq: 3, at: '2026-03-02T09:59:00.000Z', event: ended('build') },
  ]);
  expect((await partsOf(release, state)).map(({ stage }) => stage)).toEqual(['lab/deploy']);
  await given.records.appendFacts(release, [
    { seq: 4, at: '2026-03-02T10:00:00.000Z', event: began('lab/deploy') },
  ]);
  expect(await partsOf(release, state)).toEqual([]);
  await given.records.keepProgress(release, deploying);
  await given.records.appendFacts(release, [
    { seq: 5, at: '2026-03-02T10:00:01.000Z', event: closed },
  ]);
  await given.records.keepProgress(release, deploying);
  expect(await partsOf(release, state)).toEqual([]);
});

test('knows how long stages and actions took before, rebuilt as it was live', async () => {
  const service = `web-${count}`;
  const details = { component: service, environment: 'lab', tookMs: 1_234 };
  const outcome = { phase: 'outcome', outcome: 'done', details } as const;
  const past = [`${release}-a`, `${release}-b`];
  for (const name of past) {
    await record(name, service, began('build'), ended('build'), began('lab/deploy'));
    await given.records.appendAction(name, anAction(outcome));
    await given.records.appendAction(name, anAction({ ...outcome, outcome: 'failed' }));
    await given.records.appendFacts(name, [
      { seq: 5, at: '2026-03-02T09:00:13.000Z', event: ended('lab/deploy') },
    ]);
  }
  const state = await record(release, service, began('build'), ended('build'), began('lab/deploy'));
  await given.records.appendAction(release, anAction(outcome));
  const { earlier } = await given.records.readProgress(release, state);
  const run = { component: service, environment: 'lab' };
  expect(earlier.toSorted((left, right) => left.tookMs - right.tookMs)).toEqual([
    { ...run, step: 'deployComponent', tookMs: 1_234 },
    { ...run, step: 'deployComponent', tookMs: 1_234 },
    { ...run, step: 'stage/deploy', tookMs: 10_000 },
    { ...run, step: 'stage/deploy', tookMs: 10_000 },
  ]);
  const all = () =>
    given.query('select * from step_durations where release = any($1) order by 1, 4', [past]);
  const live = await all();
  await given.query('delete from step_durations');
  for (const name of past) await given.records.rebuildProjection(name);
  expect(await all()).toEqual(live);
  expect(live).toHaveLength(6);
});

test('wakes whoever watches when something is said, and when something is recorded', async () => {
  await record(release, 'web', began('build'));
  const leaving = new AbortController();
  const seen: number[] = [];
  const watching = (async () => {
    for await (const _ of given.records.watch(release, leaving.signal)) seen.push(Date.now());
  })();
  const woken = async (by: () => Promise<void>) => {
    const before = seen.length;
    const at = Date.now();
    await by();
    while (seen.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    return Date.now() - at;
  };
  await woken(async () => {});
  await woken(async () => {});
  expect(await woken(() => given.records.keepProgress(release, part('install')))).toBeLessThan(
    1_000,
  );
  const fact = { seq: 3, at: '2026-03-02T10:00:00.000Z', event: ended('build') } as const;
  expect(await woken(() => given.records.appendFacts(release, [fact]))).toBeLessThan(1_000);
  leaving.abort();
  await watching;
});
