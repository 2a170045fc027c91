import { fingerprintOf } from '../src/fingerprint-of.mjs';

const mugs = { sku: 'mug', quantity: 2 };

test('is the same for an order that is sent twice', () => {
  expect(fingerprintOf(mugs, 60_001)).toBe(fingerprintOf(mugs, 60_900));
});

test('differs for the same order two minutes later', () => {
  expect(fingerprintOf(mugs, 180_000)).not.toBe(fingerprintOf(mugs, 60_000));
});

test('differs for another order', () => {
  expect(fingerprintOf({ ...mugs, sku: 'tote' }, 60_000)).not.toBe(fingerprintOf(mugs, 60_000));
  expect(fingerprintOf({ ...mugs, quantity: 3 }, 60_000)).not.toBe(fingerprintOf(mugs, 60_000));
});
