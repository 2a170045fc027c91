import { chainEntry, genesis } from '../../domain/ledger/chain.ts';
import type { KnownHead } from '../../domain/ledger/verify-chain.ts';
import type { ReleaseFact } from '../../domain/release/event.ts';
import type { LedgerFinding } from '../../records/reads/verify-ledger.ts';
import { anAction, factsOf, someFacts, startOf } from './facts.ts';
import { type GivenRecords, givenRecords } from './given-records.ts';

let given: GivenRecords;
let release = '';
let count = 0;

beforeAll(async () => {
  given = await givenRecords();
});

afterAll(() => given.close());

/** Six facts with an action behind the third: positions 1 to 7. */
beforeEach(async () => {
  count += 1;
  release = `tampered-${count}`;
  const facts = someFacts(6);
  await given.records.appendFacts(release, facts.slice(0, 3));
  await given.records.appendAction(release, anAction());
  await given.records.appendFacts(release, facts);
  expect(await found()).toEqual({ damages: [], projectionHolds: true });
});

const found = async (known: { position: number; hash: string }[] = []) => {
  const { damages, projectionHolds } = await given.records.verifyRelease(release, known);
  return { damages: damages.map(({ kind, position }) => [kind, position]), projectionHolds };
};

const headNow = async () => {
  const [head] = await given.query('select position, hash from ledger_heads where release = $1', [
    release,
  ]);
  return { position: Number(head?.position), hash: String(head?.hash) };
};

const entry = `where release = $1 and position`;

/** Writes a chain that holds together in place of the one that is there, head and all. */
async function rewrite(facts: readonly ReleaseFact[]): Promise<void> {
  await given.tamper('delete from ledger where release = $1', [release]);
  let head = genesis;
  for (const fact of facts) {
    const recordedAt = '2026-03-02T10:00:00.000Z';
    const next = chainEntry(release, head, {
      sort: 'fact',
      seq: fact.seq,
      recordedAt,
      content: fact,
    });
    const { position, sort, seq, content, contentHash, previousHash, hash } = next;
    const row = [release, position, sort, seq, content, contentHash, previousHash, hash];
    const places = row.map((_, index) => `$${index + 1}`).join(', ');
    await given.query(`insert into ledger values (${places}, '${recordedAt}')`, row);
    head = next;
  }
  await given.tamper(
    'update ledger_heads set position = $2, hash = $3, last_seq = $4 where release = $1',
    [release, head.position, head.hash, facts.length],
  );
}

describe('what a superuser changes with the triggers out of the way', () => {
  test.each([
    ['content', `content = replace(content::text, 'p-0', 'p-9')::json`, 2],
    ['the time of recording', `recorded_at = recorded_at - interval '1 day'`, 2],
    [
      'the outcome of an action',
      `content = replace(content::text, '"intent"', '"outcome"')::json`,
      4,
    ],
  ])('an edit of %s is named', async (_what, change, position) => {
    await given.tamper(`update ledger set ${change} ${entry} = ${position}`, [release]);
    expect((await found()).damages).toEqual([['edited', position]]);
  });

  test('an edit together with the hashes of the entry is named', async () => {
    const [row] = await given.query(
      `select content, previous_hash, to_char(recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
        from ledger ${entry} = 2`,
      [release],
    );
    const content = { ...Object(row?.content), at: '2026-03-02T09:00:09.000Z' };
    const forged = chainEntry(
      release,
      { position: 1, hash: String(row?.previous_hash) },
      { sort: 'fact', seq: 2, recordedAt: String(row?.at), content },
    );
    await given.tamper(
      `update ledger set content = $2, content_hash = $3, hash = $4 ${entry} = 2`,
      [release, forged.content, forged.contentHash, forged.hash],
    );
    expect((await found()).damages).toEqual([['edited', 2]]);
  });
});

describe('entries that a superuser takes away, moves or adds', () => {
  test('an entry that is deleted in the middle is named', async () => {
    await given.tamper(`delete from ledger ${entry} = 2`, [release]);
    expect(await found()).toEqual({ damages: [['removed', 2]], projectionHolds: false });
  });

  test('a tail that is deleted is named', async () => {
    await given.tamper(`delete from ledger ${entry} > 5`, [release]);
    expect(await found()).toEqual({ damages: [['truncated', 6]], projectionHolds: false });
  });

  test('entries that change places are named', async () => {
    // Through places that no entry has, for no two may have the same.
    for (const [from, to] of [
      [2, 1002],
      [3, 2],
      [1002, 3],
    ]) {
      await given.tamper(`update ledger set position = ${to} ${entry} = ${from}`, [release]);
    }
    expect((await found()).damages).toEqual([
      ['reordered', 2],
      ['reordered', 3],
    ]);
  });

  test('an entry that is appended beside the chain is named', async () => {
    await given.query(
      `insert into ledger select release, 8, 'fact', 7, content, content_hash, hash, hash, now()
        from ledger ${entry} = 7`,
      [release],
    );
    const { damages } = await found();
    expect(damages).toContainEqual(['unchained', 8]);
  });

  test('a head that is gone is named', async () => {
    await given.tamper('delete from ledger_heads where release = $1', [release]);
    expect((await found()).damages).toEqual([['unchained', 7]]);
  });
});

describe('what holds together by itself', () => {
  test('is found by a head that was kept elsewhere when all of it was rewritten', async () => {
    const kept = await headNow();
    await rewrite(
      factsOf([
        startOf({ title: 'Another story' }),
        ...someFacts(7)
          .slice(1)
          .map((f) => f.event),
      ]),
    );
    await given.records.rebuildProjection(release);
    expect(await found()).toEqual({ damages: [], projectionHolds: true });
    expect((await found([kept])).damages).toEqual([['rewritten', 7]]);
  });

  test('is found by a kept head, and by the projection, if the tail went with it', async () => {
    const kept = await headNow();
    await rewrite(someFacts(6).slice(0, 4));
    expect(await found()).toEqual({ damages: [], projectionHolds: false });
    expect((await found([kept])).damages).toEqual([['truncated', 7]]);
  });

  test('is found by the projection when only that was changed', async () => {
    for (const change of [`title = 'x'`, `teams = '{x}'`, 'last_seq = 5', `created_at = now()`]) {
      await given.query(`update release_projection set ${change} where release = $1`, [release]);
      expect(await found()).toEqual({ damages: [], projectionHolds: false });
      await given.records.rebuildProjection(release);
      expect((await found()).projectionHolds).toBe(true);
    }
  });
});

describe('verifying the whole ledger', () => {
  const verifyAll = async (known?: ReadonlyMap<string, readonly KnownHead[]>) => {
    const findings: LedgerFinding[] = [];
    for await (const finding of given.records.verifyLedger(known)) findings.push(finding);
    return findings;
  };
  const damaged = async (known?: ReadonlyMap<string, readonly KnownHead[]>) =>
    (await verifyAll(known)).filter(
      (finding) =>
        finding.release === release && (finding.damages.length > 0 || !finding.projectionHolds),
    );

  test('looks at every release once', async () => {
    const findings = await verifyAll();
    const rows = await given.query('select distinct release from ledger order by release');
    expect(findings.map(({ release: name }) => name)).toEqual(rows.map((row) => row.release));
    expect(await damaged()).toEqual([]);
  });

  test('finds a release whose entries are all gone', async () => {
    await given.tamper('delete from ledger where release = $1', [release]);
    expect(await damaged()).toMatchObject([{ entries: 0, damages: [{ kind: 'truncated' }] }]);
  });

  test('finds a release of which only a kept head is left', async () => {
    const kept = new Map([[release, [await headNow()]]]);
    for (const table of ['ledger', 'ledger_heads', 'release_projection']) {
      await given.tamper(`delete from ${table} where release = $1`, [release]);
    }
    expect(await damaged()).toEqual([]);
    expect(await damaged(kept)).toMatchObject([{ damages: [{ kind: 'truncated', position: 7 }] }]);
  });
});
