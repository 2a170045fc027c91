import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;
let environment = '';
let count = 0;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

beforeEach(() => {
  count += 1;
  environment = `staging-${count}`;
});

const note = (release: string | null, fence: number, place = 1) =>
  given.records.record({ environment, place, release, fence });

/** Who holds it, each under which fence and where, and the number of the latest grant. */
async function noted() {
  const { holders, fence } = await given.records.leasesOf(environment);
  return [holders.map((held) => `${held.release} ${held.fence} ${held.place}`).join(', '), fence];
}

const stale = { kind: 'terminal', code: 'lease/stale-fence' };

describe('the noted lease of an environment', () => {
  test('is nobody’s before the first, and the holder’s afterwards', async () => {
    expect(await noted()).toEqual(['', 0]);
    await note('spring', 1);
    await note('spring', 1);
    expect(await noted()).toEqual(['spring 1 1', 1]);
    await note(null, 1);
    await note(null, 1);
    expect(await noted()).toEqual(['', 1]);
    await note('autumn', 2);
    expect(await noted()).toEqual(['autumn 2 1', 2]);
    expect(await given.records.listLeases()).toContainEqual({
      environment,
      place: 1,
      release: 'autumn',
      fence: 2,
    });
  });

  test.each([
    ['an older holder', 'autumn', 1],
    ['an older holder that gives back', null, 1],
    ['another release under the same fence', 'winter', 2],
  ])('refuses %s', async (_who, release, fence) => {
    await note('spring', 2);
    await expect(note(release, fence)).rejects.toMatchObject(stale);
    expect(await noted()).toEqual(['spring 2 1', 2]);
  });

  test('refuses a grant that arrives once more after it was given back', async () => {
    await note('spring', 1);
    await note(null, 1);
    await expect(note('spring', 1)).rejects.toMatchObject(stale);
    expect(await noted()).toEqual(['', 1]);
  });

  test('ends with the highest fence, in whatever order notes arrive', async () => {
    const fences = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
    await Promise.allSettled(fences.map((fence) => note(`release-${fence}`, fence)));
    expect(await noted()).toEqual(['release-20 20 1', 20]);
  });
});

describe('places of one environment', () => {
  test('are taken and given back one by one, under one row of fences', async () => {
    await note('spring', 1, 1);
    await note('summer', 2, 2);
    expect(await noted()).toEqual(['spring 1 1, summer 2 2', 2]);
    await note(null, 1, 1);
    expect(await noted()).toEqual(['summer 2 2', 2]);
    await expect(note('spring', 1, 1)).rejects.toMatchObject(stale);
    await note('autumn', 3, 1);
    expect(await noted()).toEqual(['autumn 3 1, summer 2 2', 3]);
  });
});

describe('a recall', () => {
  test('is noted under the fence of the holder, and ends with the next one', async () => {
    await note('spring', 1);
    const recalled = { environment, place: 1, release: 'spring', fence: 1, recalledFor: 'hotfix' };
    await given.records.record(recalled);
    const { environment: _, ...lease } = recalled;
    expect((await given.records.leasesOf(environment)).holders).toEqual([lease]);
    expect(await given.records.listLeases()).toContainEqual(recalled);
    await note(null, 1);
    await expect(given.records.record(recalled)).rejects.toMatchObject(stale);
    await note('hotfix', 2);
    expect(await noted()).toEqual(['hotfix 2 1', 2]);
  });
});

describe('reservations', () => {
  const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const wanted = (id: string, from: number, until: number) => ({
    id: `${environment}-${id}`,
    environment,
    release: 'planned',
    startsAt: hour(from),
    endsAt: hour(until),
    by: 'p-rita',
    reason: 'The sale begins.',
  });

  test('of many that meet and come at once, one is kept, and the others hear of it', async () => {
    const asked = Array.from({ length: 8 }, (_, index) => wanted(`${index}`, index, index + 9));
    const answers = await Promise.all(asked.map((each) => given.records.reserve(each)));
    const kept = answers.filter((answer) => 'reservedAt' in answer);
    expect(kept).toHaveLength(1);
    const refused = answers.filter((answer) => 'others' in answer);
    expect(refused.map(({ others }) => others.map(({ id }) => id))).toEqual(
      Array.from({ length: 7 }, () => [kept[0]?.id]),
    );
  });

  test('may touch, and make room when they are taken back, which counts once', async () => {
    const first = wanted('first', 0, 1);
    const { endsAt } = first;
    await given.records.reserve(first);
    expect(await given.records.reserve({ ...wanted('touching', 1, 2), startsAt: endsAt })).toEqual(
      expect.objectContaining({ takenBackAt: null }),
    );
    const taken = { environment, id: first.id, by: 'p-rita' };
    const back = await given.records.takeReservationBack(taken);
    expect(back?.takenBackAt).not.toBeNull();
    expect(await given.records.takeReservationBack(taken)).toEqual(back);
    const elsewhere = { ...taken, environment: 'elsewhere' };
    expect(await given.records.takeReservationBack(elsewhere)).toBeNull();
    expect(await given.records.reserve(wanted('again', 0, 0.5))).toHaveProperty('reservedAt');
    const standing = await given.records.standingReservations(environment);
    expect(standing.map(({ id }) => id)).not.toContain(first.id);
    expect(await given.records.listReservations(environment)).toHaveLength(3);
  });
});
