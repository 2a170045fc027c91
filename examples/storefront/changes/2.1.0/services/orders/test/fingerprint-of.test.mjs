import { fingerprintOf } from '../src/fingerprint-of.mjs';

const mugs = { sku: 'mug', quantity: 2 };

test('is the same for an order that is sent twice', () => {
  expect(fingerprintOf(mugs, 10_001)).toBe(fingerprintOf(mugs, 10_900));
});

test('differs for the same order a minute later', () => {
  expect(fingerprintOf(mugs, 70_000)).not.toBe(fingerprintOf(mugs, 10_000));
});

test('differs for another order', () => {
  expect(fingerprintOf({ ...mugs, sku: 'tote' }, 10_000)).not.toBe(fingerprintOf(mugs, 10_000));
  expect(fingerprintOf({ ...mugs, quantity: 3 }, 10_000)).not.toBe(fingerprintOf(mugs, 10_000));
});
