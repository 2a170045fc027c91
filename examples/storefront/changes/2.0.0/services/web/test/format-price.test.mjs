import { formatPrice } from '../src/format-price.mjs';

test('shows a price in its currency', () => {
  expect(formatPrice({ priceCents: 1250, currency: 'EUR' })).toBe('€12.50');
  expect(formatPrice({ priceCents: 1250, currency: 'USD' })).toBe('$12.50');
});

test('takes a price without a currency to be in euros', () => {
  expect(formatPrice({ priceCents: 900 })).toBe('€9.00');
});
