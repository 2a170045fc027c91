import fc from 'fast-check';
import {
  type ChainedEntry,
  type ChainHead,
  chainEntry,
  genesis,
  linkHashOf,
  textHashOf,
} from '../../../domain/ledger/chain.ts';
import { damageLimit, verifyChain } from '../../../domain/ledger/verify-chain.ts';

/** A chain in which every third entry is an action. */
function chainOf(length: number, says = 'said'): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let seq = 0;
  for (let place = 1; place <= length; place += 1) {
    const sort = place % 3 === 0 ? 'action' : 'fact';
    if (sort === 'fact') seq += 1;
    const recordedAt = new Date(Date.UTC(2026, 2, 2, 9, 0, place)).toISOString();
    const content = { place, says };
    const entry = { sort, seq: sort === 'fact' ? seq : null, recordedAt, content } as const;
    entries.push(chainEntry('spring', entries.at(-1) ?? genesis, entry));
  }
  return entries;
}

const headOf = (entries: readonly ChainedEntry[]): ChainHead => entries.at(-1) ?? genesis;

/** The entry with a change and with hashes that fit it. */
function rehashed(entry: ChainedEntry, change: Partial<ChainedEntry>): ChainedEntry {
  const changed = { ...entry, ...change };
  const contentHash = textHashOf(changed.sort, changed.content);
  return { ...changed, contentHash, hash: linkHashOf({ ...changed, contentHash }) };
}

const at = (entries: readonly ChainedEntry[], position: number): ChainedEntry => {
  const entry = entries[position - 1];
  if (entry === undefined) throw new Error(`The chain has no position ${position}.`);
  return entry;
};

const found = (
  entries: readonly ChainedEntry[],
  head: ChainHead | null,
  known: readonly ChainHead[] = [],
) => verifyChain('spring', entries, head, known).map(({ kind, position }) => [kind, position]);

describe('verifying a chain', () => {
  const whole = chainOf(9);
  const head = headOf(whole);

  test('finds nothing in a chain that nobody touched', () => {
    const known = [{ position: 4, hash: at(whole, 4).hash }, head];
    expect(found(whole, head, known)).toEqual([]);
    expect(found([], null)).toEqual([]);
    expect(found([], genesis)).toEqual([]);
  });

  const forged = '{"place":4,"says":"forged"}';
  const edited = (position: number, change: (entry: ChainedEntry) => ChainedEntry) =>
    whole.with(position - 1, change(at(whole, position)));

  test.each([
    ['content', edited(4, (entry) => ({ ...entry, content: forged }))],
    ['the time', edited(4, (entry) => ({ ...entry, recordedAt: '2020-01-01T00:00:00.000Z' }))],
    ['the number of a fact', edited(4, (entry) => ({ ...entry, seq: 9 }))],
    ['the sort', edited(4, (entry) => ({ ...entry, sort: 'action', seq: null }))],
    ['the hash', edited(4, (entry) => ({ ...entry, hash: genesis.hash }))],
    ['the hash before', edited(4, (entry) => ({ ...entry, previousHash: genesis.hash }))],
    ['content and all hashes', edited(4, (entry) => rehashed(entry, { content: forged }))],
    ['how content is written', edited(4, (e) => ({ ...e, content: ` ${e.content}` }))],
  ])('names an edit of %s', (_what, entries) => {
    expect(found(entries, head)).toEqual([['edited', 4]]);
  });

  test('names an edit of the first and of the last entry with all hashes', () => {
    const change = (entry: ChainedEntry) => rehashed(entry, { content: forged });
    expect(found(edited(1, change), head)).toEqual([['edited', 1]]);
    expect(found(edited(9, change), head)).toEqual([['edited', 9]]);
  });

  test('names entries that were removed, in the middle and at both ends', () => {
    expect(found(whole.toSpliced(3, 2), head)).toEqual([['removed', 4]]);
    expect(found(whole.slice(1), head)).toEqual([['removed', 1]]);
    expect(found(whole.slice(0, -2), head)).toEqual([['truncated', 8]]);
    expect(found([], head)).toEqual([['truncated', 1]]);
  });

  test('names entries that changed places', () => {
    const swapped = whole
      .with(3, { ...at(whole, 7), position: 4 })
      .with(6, { ...at(whole, 4), position: 7 });
    expect(found(swapped, head)).toEqual([
      ['reordered', 4],
      ['reordered', 7],
    ]);
    const reasons = verifyChain('spring', swapped, head).map(({ reason }) => reason);
    expect(reasons[0]).toBe('It was recorded at position 7.');
  });

  test('names an entry behind the head, chained or not', () => {
    const { position, hash, ...next } = at(chainOf(10), 10);
    expect(found([...whole, { ...next, position, hash }], head)).toEqual([['unchained', 10]]);
    const loose = { ...next, position, hash: genesis.hash };
    expect(found([...whole, loose], head)).toContainEqual(['unchained', 10]);
    expect(found(whole, null)).toEqual([['unchained', 9]]);
  });
});

describe('verifying a chain against heads that were kept elsewhere', () => {
  const whole = chainOf(9);
  const kept = [at(whole, 5), at(whole, 9)];

  test('finds a chain that was rewritten as a whole, which nothing else shows', () => {
    const rewritten = chainOf(9, 'something else');
    expect(found(rewritten, headOf(rewritten))).toEqual([]);
    expect(found(rewritten, headOf(rewritten), kept)).toEqual([
      ['rewritten', 5],
      ['rewritten', 9],
    ]);
  });

  test('finds a tail that was cut off together with the head', () => {
    const cut = whole.slice(0, 7);
    expect(found(cut, headOf(cut))).toEqual([]);
    expect(found(cut, headOf(cut), kept)).toEqual([['truncated', 9]]);
    expect(found([], null, kept)).toEqual([
      ['truncated', 5],
      ['truncated', 9],
    ]);
  });
});

describe('verifying any chain', () => {
  test('finds any single change of any field', () => {
    const chain = chainOf(8);
    const changes = fc.record(
      {
        content: fc.json(),
        recordedAt: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        seq: fc.option(fc.nat()),
        contentHash: fc.string(),
        previousHash: fc.string(),
        hash: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), changes, (position, change) => {
        const changed = { ...at(chain, position), ...change };
        fc.pre(JSON.stringify(changed) !== JSON.stringify(at(chain, position)));
        expect(found(chain.with(position - 1, changed), headOf(chain))).not.toEqual([]);
      }),
    );
  });

  test('ends soon and says enough on a chain that is ruined from end to end', () => {
    const ruined = chainOf(600).map((entry) => ({ ...entry, hash: genesis.hash }));
    expect(found(ruined, headOf(ruined))).toHaveLength(damageLimit);
  });
});
