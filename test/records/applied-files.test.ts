import { addressDigest } from '../../domain/approval/address-digest.ts';
import type { CalendarEntry } from '../../domain/calendar/entry.ts';
import type { Catalog, Group, Person } from '../../domain/plan/catalog.ts';
import type { AppliedDocument } from '../../records/applied-files.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;

beforeEach(async () => {
  given = await givenRecords();
});

afterEach(() => given.close());

const person = (id: string, email = `${id}@example.com`): Person => ({ id, name: id, email });

function aCatalog(people: readonly Person[], groups: readonly Partial<Group>[] = []): Catalog {
  return {
    people,
    groups: groups.map((group) => ({ id: 'cab', title: 'CAB', members: [], ...group })),
    environments: [],
    services: [],
  };
}

const catalogFile = (document: Catalog, name = 'catalog'): AppliedDocument => ({
  kind: 'Catalog',
  name,
  document,
});

function calendarFile(name: string, ...ids: string[]): AppliedDocument {
  const document = ids.map((id) => ({ id }) as CalendarEntry);
  return { kind: 'Calendar', name, document };
}

const apply = (...documents: AppliedDocument[]) => given.records.applyFiles(documents, 'p-1');

describe('applying files', () => {
  test('counts versions of what changed and leaves the rest', async () => {
    const first = aCatalog([person('ada')]);
    const second = aCatalog([person('ada'), person('bo')]);
    const versions = async (...files: AppliedDocument[]) =>
      (await apply(...files)).map(({ version, changed }) => [version, changed]);
    expect(await versions(catalogFile(first), calendarFile('year', 'a'))).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(await versions(catalogFile(first), calendarFile('year', 'b'))).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await versions(catalogFile(second))).toEqual([[2, true]]);
    expect(await versions(catalogFile(first))).toEqual([[3, true]]);
    const rows = await given.query(
      `select version, applied_by from applied_files where kind = 'Catalog'`,
    );
    expect(rows).toEqual([1, 2, 3].map((version) => ({ version, applied_by: 'p-1' })));
    expect((await given.records.catalog())?.catalog).toEqual(first);
  });

  test('applies all or nothing', async () => {
    await apply(calendarFile('year', 'a'));
    // A name that PostgreSQL cannot hold, behind one that it can.
    await expect(apply(calendarFile('year', 'b'), calendarFile('\0', 'c'))).rejects.toThrow();
    expect(await given.records.calendars()).toMatchObject([
      { name: 'year', document: [{ id: 'a' }] },
    ]);
    expect(await given.query('select * from applied_files')).toHaveLength(1);
  });

  test('keeps several calendars by name, and reads the entries of all', async () => {
    await apply(calendarFile('year', 'a', 'b'), calendarFile('audit', 'c'));
    await apply(calendarFile('year', 'd'));
    expect((await given.records.calendar()).entries.map(({ id }) => id)).toEqual(['c', 'd']);
    expect((await given.records.calendars()).map(({ name }) => name)).toEqual(['audit', 'year']);
    await apply(calendarFile('audit'));
    expect((await given.records.calendar()).entries.map(({ id }) => id)).toEqual(['d']);
  });

  test('has one catalog: the one that was applied last, whatever it is called', async () => {
    const [one, two] = [aCatalog([person('ada')]), aCatalog([person('bo')])];
    await apply(catalogFile(one, 'one'));
    await apply(catalogFile(two, 'two'));
    expect((await given.records.catalog())?.catalog).toEqual(two);
    expect(await apply(catalogFile(one, 'one'))).toMatchObject([{ version: 2, changed: true }]);
    expect((await given.records.catalog())?.catalog).toEqual(one);
  });

  test('lets several apply at once, one after the other', async () => {
    const others = [given.records, given.another()];
    const applied = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        others.map((records, at) =>
          records.applyFiles([calendarFile('year', `${index}`, `${at}`)], 'p-1'),
        ),
      ).flat(),
    );
    const versions = applied.flatMap((each) => each.map(({ version }) => version));
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
  });
});

describe('the directory', () => {
  const all = async (...people: string[]) =>
    Promise.all(people.map((id) => given.records.subjectOf(id)));

  test('keeps the subject of people who leave and come back, for nobody else to get', async () => {
    await apply(catalogFile(aCatalog([person('ada'), person('bo')])));
    const [ada, bo] = await all('ada', 'bo');
    expect(ada).toMatch(/^p-[0-9a-f-]{36}$/);
    expect(bo).not.toBe(ada);
    await apply(catalogFile(aCatalog([person('bo'), person('cy')])));
    expect(await all('ada', 'bo')).toEqual([null, bo]);
    expect(await given.records.personOf(String(ada))).toBe('ada');
    await apply(catalogFile(aCatalog([person('ada')])));
    expect(await all('ada')).toEqual([ada]);
    expect(await given.records.personOf('p-unknown')).toBeNull();
  });

  test('answers with the groups of the moment of asking', async () => {
    const people = [person('ada'), person('bo')];
    await apply(
      catalogFile(aCatalog(people, [{ members: ['ada', 'bo'] }, { id: 'qa', members: ['bo'] }])),
    );
    const [ada, bo] = await all('ada', 'bo');
    expect(await given.records.groupsOf(String(bo))).toEqual(['cab', 'qa']);
    expect(await given.records.membersOf('cab')).toEqual([ada, bo]);
    await apply(catalogFile(aCatalog(people, [{ members: ['ada'] }])));
    expect(await given.records.groupsOf(String(bo))).toEqual([]);
    expect(await given.records.membersOf('cab')).toEqual([ada]);
    await apply(catalogFile(aCatalog([person('bo')], [{ members: [] }])));
    expect(await given.records.groupsOf(String(ada))).toEqual([]);
  });

  test('refuses an unknown group instead of calling it empty', async () => {
    const unknown = { kind: 'terminal', code: 'directory/unknown-group' };
    await expect(given.records.membersOf('cab')).rejects.toMatchObject(unknown);
    await apply(catalogFile(aCatalog([person('ada')], [{ members: [] }])));
    expect(await given.records.membersOf('cab')).toEqual([]);
    await expect(given.records.membersOf('qa')).rejects.toMatchObject(unknown);
  });

  test('finds people by mail address without case, and nobody when two share one', async () => {
    await apply(
      catalogFile(
        aCatalog([
          person('ada', 'Ada@Example.com'),
          person('bo', 'us@x.org'),
          person('cy', 'US@x.org'),
        ]),
      ),
    );
    const [ada] = await all('ada');
    const addresses = ['aDA@example.COM', 'us@x.org', 'no@x.org', ''];
    const found = await given.records.ownersOf(addresses.map(addressDigest));
    expect(found).toEqual([{ person: ada }, null, null, null]);
    expect(await given.records.ownersOf([])).toEqual([]);
  });

  test('knows people by their aliases too, and bots', async () => {
    const people = [{ ...person('ada', 'ada@x.org'), aliases: ['a@home.org'] }];
    const bots = [{ name: 'updater', email: 'updater@x.org' }];
    await apply(catalogFile({ ...aCatalog(people), bots }));
    const [ada] = await all('ada');
    const addresses = ['a@home.org', 'UPDATER@x.org'];
    const found = await given.records.ownersOf(addresses.map(addressDigest));
    expect(found).toEqual([{ person: ada }, { bot: 'updater' }]);
  });
});
