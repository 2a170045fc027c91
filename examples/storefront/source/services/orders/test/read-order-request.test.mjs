import { readOrderRequest } from '../src/read-order-request.mjs';

test('finds the product that is asked for', () => {
  const { product, quantity } = readOrderRequest({ sku: 'mug', quantity: 2 });
  expect(product.name).toBe('Enamel mug');
  expect(quantity).toBe(2);
});

test.each([
  ['nothing at all', null, 'unknown-sku'],
  ['a product the shop does not sell', { sku: 'yacht', quantity: 1 }, 'unknown-sku'],
  ['no quantity', { sku: 'mug' }, 'bad-quantity'],
  ['a quantity in words', { sku: 'mug', quantity: '2' }, 'bad-quantity'],
  ['half a mug', { sku: 'mug', quantity: 0.5 }, 'bad-quantity'],
  ['more than the shop has', { sku: 'mug', quantity: 101 }, 'bad-quantity'],
])('refuses %s', (_title, body, code) => {
  expect(() => readOrderRequest(body)).toThrow(expect.objectContaining({ status: 400, code }));
});
