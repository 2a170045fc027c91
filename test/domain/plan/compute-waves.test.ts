import fc from 'fast-check';
import type { Service } from '../../../domain/plan/catalog.ts';
import { computeWaves } from '../../../domain/plan/compute-waves.ts';
import { orderEnvironments } from '../../../domain/plan/order-environments.ts';
import { aService } from '../../support/builders/plan.ts';

/**
 * Services that depend only on earlier ones, so that there is no circle; some names are
 * JavaScript's own.
 */
const services = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'constructor', '__proto__', 'toString'))
  .chain((names) =>
    fc.tuple(
      ...names.map((name, index) =>
        fc.subarray(names.slice(0, index)).map((dependsOn) => aService(name, dependsOn)),
      ),
    ),
  );

describe('waves', () => {
  test('bring every component once, after everything it needs directly or through others', () => {
    const released = services.chain((all) =>
      fc.record({ all: fc.constant(all), names: fc.subarray(all.map(({ name }) => name)) }),
    );
    fc.assert(
      fc.property(released, ({ all, names }) => {
        const byName = new Map(all.map((service) => [service.name, service]));
        const waves = computeWaves(names, byName);
        expect(waves.flat().toSorted()).toEqual(names.toSorted());
        for (const [index, wave] of waves.entries()) {
          for (const name of wave) {
            const needed = names.filter((other) => needs(byName, name, other));
            expect(waves.slice(0, index).flat()).toEqual(expect.arrayContaining(needed));
          }
        }
      }),
    );
  });

  test('are as few as the dependencies allow', () => {
    const all = [aService('a'), aService('b'), aService('c', ['a', 'b']), aService('d', ['c'])];
    const byName = new Map(all.map((service) => [service.name, service]));
    expect(computeWaves(['d', 'b', 'a'], byName)).toEqual([['a', 'b'], ['d']]);
  });
});

describe('the order of environments', () => {
  const environment = (name: string, promotesFrom: string | null) => ({
    name,
    promotesFrom,
    soakMs: 0,
  });
  const tree = new Map(
    [
      environment('asia', 'staging'),
      environment('europe', 'staging'),
      environment('staging', 'dev'),
      environment('dev', null),
      environment('sandbox', null),
    ].map((one) => [one.name, one]),
  );

  test('includes what every target promotes from, once, and before it', () => {
    const ordered = orderEnvironments(['europe', 'asia'], tree);
    expect(ordered.map(({ name }) => name)).toEqual(['dev', 'staging', 'asia', 'europe']);
  });

  test('ends when the environments form a circle', () => {
    const circle = new Map([
      ['a', environment('a', 'b')],
      ['b', environment('b', 'a')],
    ]);
    expect(orderEnvironments(['a'], circle)).toHaveLength(2);
  });
});

function needs(known: ReadonlyMap<string, Service>, name: string, other: string): boolean {
  return (known.get(name)?.dependsOn ?? []).some(
    (dependency) => dependency === other || needs(known, dependency, other),
  );
}
