import fc from 'fast-check';
import { compareSchemas } from '../../../domain/migration/compare-schemas.ts';

describe('two schemas', () => {
  test('that differ are told apart by what only one of them has', () => {
    expect(compareSchemas(['table a', 'column a.b'], ['table a', 'column a.c'])).toEqual({
      missing: ['column a.b'],
      added: ['column a.c'],
    });
  });

  test('differ also where one has the same thing more often', () => {
    const difference = compareSchemas(['index i'], ['index i', 'index i']);
    expect(difference).toEqual({ missing: [], added: ['index i'] });
  });

  test('are the same exactly when they have the same lines, in whatever order', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const same = one.toSorted().join() === other.toSorted().join();
        expect(compareSchemas(one, other) === null).toBe(same);
        expect(compareSchemas(one, one.toReversed())).toBeNull();
      }),
    );
  });
});
