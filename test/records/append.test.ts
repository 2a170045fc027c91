import { createHash } from 'node:crypto';
import type { ReleaseFact } from '../../domain/release/event.ts';
import { anAction, factsOf, someFacts, startOf } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

// Each test has a release of its own.
let release = '';
let count = 0;

beforeEach(() => {
  count += 1;
  release = `spring-${count}`;
});

const seqs = async () =>
  (
    await given.query(
      `select seq from ledger where release = $1 and sort = 'fact' order by position`,
      [release],
    )
  ).map(({ seq }) => seq);

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('appending to the ledger', () => {
  test('records facts once, however often and in whatever batches they are delivered', async () => {
    const facts = someFacts(5);
    await given.records.appendFacts(release, facts.slice(0, 2));
    await given.records.appendFacts(release, facts.slice(0, 2));
    await given.records.appendFacts(release, facts.slice(1, 4));
    await given.records.appendFacts(release, facts.slice(2, 3));
    await given.records.appendFacts(release, []);
    await given.records.appendFacts(release, facts);
    expect(await seqs()).toEqual([1, 2, 3, 4, 5]);
    expect((await given.records.state(release))?.seq).toBe(5);
  });

  test('recognises a fact whatever the order of its keys', async () => {
    await given.records.appendFacts(release, someFacts(1));
    const [fact] = someFacts(1);
    const event = Object.fromEntries(Object.entries(startOf()).toReversed());
    const turned = JSON.parse(JSON.stringify({ event, at: fact?.at, seq: 1 })) as ReleaseFact;
    await given.records.appendFacts(release, [turned]);
    expect(await seqs()).toEqual([1]);
  });

  test('refuses another fact under a taken number, and records nothing of the batch', async () => {
    await given.records.appendFacts(release, someFacts(3));
    const forked = [
      ...someFacts(2),
      ...factsOf([startOf(), startOf(), startOf(), startOf()]).slice(2),
    ];
    await expect(given.records.appendFacts(release, forked)).rejects.toMatchObject({
      kind: 'needs-person',
      code: 'ledger/fork',
      message: expect.stringContaining(`Fact 3 of ${release}`),
    });
    expect(await seqs()).toEqual([1, 2, 3]);
  });

  test('refuses a gap before the batch and within it', async () => {
    const facts = someFacts(6);
    const gap = { kind: 'needs-person', code: 'ledger/gap' };
    await expect(given.records.appendFacts(release, facts.slice(1))).rejects.toMatchObject(gap);
    await given.records.appendFacts(release, facts.slice(0, 2));
    const holed = facts.filter(({ seq }) => seq !== 4);
    await expect(given.records.appendFacts(release, holed)).rejects.toMatchObject(gap);
    expect(await seqs()).toEqual([1, 2]);
  });
});

describe('appending a step', () => {
  const entries = async () =>
    (await given.query('select sort from ledger where release = $1 order by position', [release]))
      .map(({ sort }) => sort)
      .join(' ');

  test('records its facts once, and behind them its action each time', async () => {
    const facts = someFacts(3);
    expect(await given.records.lastSeq(release)).toBe(0);
    await given.records.appendStep(release, facts.slice(0, 2), anAction());
    await given.records.appendStep(release, facts, anAction({ attempt: 2 }));
    await given.records.appendStep(release, [], anAction({ attempt: 3 }));
    expect(await entries()).toBe('fact fact action fact action action');
    expect(await given.records.lastSeq(release)).toBe(3);
    expect(await given.records.verifyRelease(release)).toMatchObject({
      entries: 6,
      damages: [],
      projectionHolds: true,
    });
  });

  test('records nothing of it when its facts are refused', async () => {
    const step = given.records.appendStep(release, someFacts(3).slice(1), anAction());
    await expect(step).rejects.toMatchObject({ code: 'ledger/gap' });
    expect(await entries()).toBe('');
  });
});

describe('what lies in the ledger', () => {
  test('is one chain when several processes append facts and actions at once', async () => {
    const facts = someFacts(12);
    const processes = [given.records, given.another(), given.another()];
    const work = processes.flatMap((records, index) => [
      // Overlapping batches, as attempts that were given up and go on all the same deliver them.
      ...facts.map((_, last) => () => records.appendFacts(release, facts.slice(0, last + 1))),
      ...facts.map(
        (_, at) => () => records.appendAction(release, anAction({ key: `${index}/${at}` })),
      ),
    ]);
    const outcomes = await Promise.allSettled(work.map((append) => append()));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await seqs()).toEqual(facts.map(({ seq }) => seq));
    const [counted] = await given.query(
      `select count(*)::int as entries, count(distinct hash)::int as hashes,
        count(distinct previous_hash)::int as links, max(position) as last
        from ledger where release = $1`,
      [release],
    );
    expect(counted).toEqual({ entries: 48, hashes: 48, links: 48, last: 48 });
    expect((await given.records.verifyRelease(release)).damages).toEqual([]);
  });

  test('is the very text that was hashed, as SQL and another SHA-256 can tell', async () => {
    const facts = factsOf([
      startOf({ title: 'Grüße an 東京 \u0000 "quoted" 🚀' }),
      { type: 'release.paused', by: 'p-1' },
    ]);
    await given.records.appendFacts(release, facts);
    await given.records.appendAction(release, anAction());
    const rows = await given.query(
      `select sort, content::text as content, content_hash as hash
        from ledger where release = $1 order by position`,
      [release],
    );
    expect(rows).toHaveLength(3);
    for (const { sort, content, hash } of rows) {
      expect(hash).toBe(sha256(`tidegate/ledger/content/v1\n${String(sort)}\n${String(content)}`));
    }
    expect(JSON.parse(String(rows[0]?.content))).toEqual(facts[0]);
    expect((await given.records.state(release))?.title).toContain('\u0000');
  });
});

describe('what is recorded', () => {
  test.each([
    [
      'a lone surrogate',
      { type: 'release.paused', by: 'cut \ud83d' },
      '/event/by is text with a lone',
    ],
    ['a missing member', { type: 'release.paused', by: undefined }, '/event/by is undefined'],
    [
      'no number',
      { type: 'lease.granted', environment: 'e', fence: Number.NaN },
      '/event/fence is NaN',
    ],
  ])(
    'is never %s, which JSON cannot carry: it is refused by its place',
    async (_what, event, message) => {
      const facts = [{ seq: 1, at: '2026-03-02T09:00:00.000Z', event } as ReleaseFact];
      await expect(given.records.appendFacts(release, facts)).rejects.toMatchObject({
        kind: 'needs-person',
        code: 'ledger/not-json',
        message: expect.stringContaining(message),
      });
      const heads = await given.query('select * from ledger_heads where release = $1', [release]);
      expect(heads).toEqual([]);
    },
  );
});

describe('the database', () => {
  test.each([
    `update ledger set content = '{}' where position = 1`,
    'update ledger set recorded_at = now()',
    'delete from ledger where position = 3',
    'truncate ledger',
    'truncate ledger, ledger_heads',
    'delete from ledger_heads',
    'update ledger_heads set position = position - 1',
    `update ledger_heads set release = 'autumn', position = position + 1`,
  ])('refuses by itself: %s', async (statement) => {
    await given.records.appendFacts(release, someFacts(3));
    const all = 'select * from ledger order by release, position';
    const before = await given.query(all);
    await expect(given.query(statement)).rejects.toThrow('The ledger is append-only');
    await given.query('set session_replication_role = replica');
    await expect(given.query(statement)).rejects.toThrow('The ledger is append-only');
    await given.query('set session_replication_role = origin');
    expect(await given.query(all)).toEqual(before);
  });
});
