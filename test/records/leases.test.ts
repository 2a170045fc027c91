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

const note = (release: string | null, fence: number) =>
  given.records.record({ environment, release, fence });

const stale = { kind: 'terminal', code: 'lease/stale-fence' };

describe('the noted lease of an environment', () => {
  test('is nobody’s before the first, and the holder’s afterwards', async () => {
    expect(await given.records.current(environment)).toBeNull();
    await note('spring', 1);
    await note('spring', 1);
    expect(await given.records.current(environment)).toEqual({ release: 'spring', fence: 1 });
    await note(null, 1);
    await note(null, 1);
    expect(await given.records.current(environment)).toEqual({ release: null, fence: 1 });
    await note('autumn', 2);
    expect(await given.records.current(environment)).toEqual({ release: 'autumn', fence: 2 });
    expect(await given.records.listLeases()).toContainEqual({
      environment,
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
    expect(await given.records.current(environment)).toEqual({ release: 'spring', fence: 2 });
  });

  test('refuses a grant that arrives once more after it was given back', async () => {
    await note('spring', 1);
    await note(null, 1);
    await expect(note('spring', 1)).rejects.toMatchObject(stale);
    expect(await given.records.current(environment)).toEqual({ release: null, fence: 1 });
  });

  test('ends with the highest fence, in whatever order notes arrive', async () => {
    const fences = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
    await Promise.allSettled(fences.map((fence) => note(`release-${fence}`, fence)));
    expect(await given.records.current(environment)).toEqual({ release: 'release-20', fence: 20 });
  });
});
