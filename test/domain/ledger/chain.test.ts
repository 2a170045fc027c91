import fc from 'fast-check';
import {
  type ChainedEntry,
  chainEntry,
  contentHashOf,
  genesis,
  linkHashOf,
  type NewEntry,
} from '../../../domain/ledger/chain.ts';
import { digestPattern } from '../../../domain/ledger/digest.ts';

const fact: NewEntry = {
  sort: 'fact',
  seq: 1,
  recordedAt: '2026-03-02T09:00:00.000Z',
  content: { seq: 1, event: { type: 'release.paused', by: 'p-1' } },
};

describe('a chain of entries', () => {
  test('begins at the same place for every release, and numbers its entries from 1', () => {
    const first = chainEntry('spring', genesis, fact);
    expect(first).toMatchObject({ position: 1, previousHash: genesis.hash });
    expect(chainEntry('autumn', genesis, fact).previousHash).toBe(genesis.hash);
    const second = chainEntry('spring', first, { ...fact, seq: 2 });
    expect(second).toMatchObject({ position: 2, previousHash: first.hash });
    expect(second.hash).toMatch(digestPattern);
  });

  test('keeps content as the canonical text that it hashes', () => {
    const { content, contentHash } = chainEntry('spring', genesis, fact);
    expect(content).toBe('{"event":{"by":"p-1","type":"release.paused"},"seq":1}');
    expect(contentHash).toBe(contentHashOf('fact', JSON.parse(content)));
  });

  test('tells a fact from an action of the same content', () => {
    expect(contentHashOf('fact', fact.content)).not.toBe(contentHashOf('action', fact.content));
  });

  test('gives an entry another hash whatever of it changes', () => {
    const entry = chainEntry('spring', genesis, fact);
    const changes: readonly Partial<ChainedEntry>[] = [
      { release: 'autumn' },
      { position: 2 },
      { sort: 'action' },
      { seq: 2 },
      { seq: null },
      { recordedAt: '2026-03-02T09:00:00.001Z' },
      { contentHash: contentHashOf('fact', {}) },
      { previousHash: entry.hash },
    ];
    const hashes = changes.map((change) => linkHashOf({ ...entry, ...change }));
    expect(new Set([entry.hash, ...hashes]).size).toBe(changes.length + 1);
  });

  test('recomputes from what JSON gives back, whatever the content', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (content) => {
        const entry = chainEntry('spring', genesis, { ...fact, content });
        expect(contentHashOf('fact', JSON.parse(entry.content))).toBe(entry.contentHash);
      }),
    );
  });

  test('refuses content that JSON cannot carry', () => {
    const content = { details: { took: Number.NaN } };
    expect(() => chainEntry('spring', genesis, { ...fact, content })).toThrow('/details/took');
  });
});
