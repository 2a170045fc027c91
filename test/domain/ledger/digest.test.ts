import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { contentDigest, digestPattern, sha256Hex } from '../../../domain/ledger/digest.ts';

describe('digests', () => {
  test('are what another implementation of SHA-256 computes over the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(sha256Hex(bytes)).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
      }),
    );
  });

  test('take text as UTF-8', () => {
    expect(sha256Hex('Größe')).toBe(sha256Hex(new TextEncoder().encode('Größe')));
  });

  test('have the form that the project gives digests', () => {
    expect(contentDigest({ any: 'content' })).toMatch(digestPattern);
  });

  test('do not depend on the order of keys', () => {
    expect(contentDigest({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(
      contentDigest({ b: [2, { d: 4, c: 3 }], a: 1 }),
    );
  });

  test('speak of the order of lists', () => {
    expect(contentDigest([1, 2])).not.toBe(contentDigest([2, 1]));
  });
});
