import { BadPageToken, toPageToken } from '../../records/reads/page-token.ts';
import { anAction, someFacts } from './facts.ts';
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
  release = `spring-${count}`;
});

describe('the events of a release', () => {
  const read = (pageSize: number, pageToken?: string) =>
    given.records.readEvents(release, { pageSize, pageToken });

  test('come in pages, facts and actions in the order of the chain', async () => {
    const facts = someFacts(3);
    await given.records.appendFacts(release, facts.slice(0, 2));
    await given.records.appendAction(release, anAction());
    await given.records.appendFacts(release, facts);
    const first = await read(3);
    expect(first.events).toMatchObject([
      { position: 1, sort: 'fact', fact: facts[0] },
      { position: 2, sort: 'fact', fact: facts[1] },
      { position: 3, sort: 'action', action: anAction() },
    ]);
    const second = await read(3, first.nextPageToken ?? '');
    expect(second).toMatchObject({
      events: [{ position: 4, fact: facts[2] }],
      nextPageToken: null,
    });
    expect((await read(4)).nextPageToken).toBeNull();
    const rows = await given.query('select hash from ledger where release = $1 order by position', [
      release,
    ]);
    const hashes = [...first.events, ...second.events].map(({ hash }) => ({ hash }));
    expect(hashes).toEqual(rows);
  });

  test('of an unknown release are none', async () => {
    expect(await read(5)).toEqual({ events: [], nextPageToken: null });
  });

  test.each([-1, 1.5, 1e20, 2_147_483_648, 'a'])('refuse the place %p', async (place) => {
    await expect(async () => read(5, toPageToken([place]))).rejects.toThrow(BadPageToken);
  });
});

describe('reading a state that holds at least a fact', () => {
  test('answers at once when it is there', async () => {
    await given.records.appendFacts(release, someFacts(3));
    expect((await given.records.stateAtLeast(release, 3, 0))?.seq).toBe(3);
    expect((await given.records.stateAtLeast(release, 1, 0))?.seq).toBe(3);
  });

  test('waits until it is recorded', async () => {
    const facts = someFacts(4);
    await given.records.appendFacts(release, facts.slice(0, 2));
    const waiting = given.records.stateAtLeast(release, 4, 30_000);
    await given.another().appendFacts(release, facts);
    expect((await waiting)?.seq).toBe(4);
  });

  test('waits for a release that is not known yet', async () => {
    const waiting = given.records.stateAtLeast(release, 1, 30_000);
    await given.records.appendFacts(release, someFacts(1));
    expect((await waiting)?.seq).toBe(1);
  });

  test('gives up in time and answers what there is', async () => {
    await given.records.appendFacts(release, someFacts(2));
    const began = performance.now();
    expect((await given.records.stateAtLeast(release, 3, 150))?.seq).toBe(2);
    expect(await given.records.stateAtLeast('nobody', 1, 50)).toBeNull();
    expect(performance.now() - began).toBeGreaterThanOrEqual(190);
  });
});
