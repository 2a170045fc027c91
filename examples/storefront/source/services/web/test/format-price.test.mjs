import { formatPrice } from '../src/format-price.mjs';

test('shows cents as a decimal number', () => {
  expect(formatPrice({ priceCents: 900 })).toBe('9.00');
  expect(formatPrice({ priceCents: 1250 })).toBe('12.50');
});
