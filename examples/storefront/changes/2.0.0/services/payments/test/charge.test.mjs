import { charge } from '../src/charge.mjs';

test('charges the same order twice as one payment', () => {
  const first = charge({ orderId: 'order-1', amountCents: 1250 });
  expect(first).toMatchObject({ orderId: 'order-1', amountCents: 1250 });
  expect(charge({ orderId: 'order-1', amountCents: 1250 })).toEqual(first);
});

test('gives the payer a reference, the same each time', () => {
  const { reference } = charge({ orderId: 'order-1', amountCents: 1250, currency: 'EUR' });
  expect(reference).toMatch(/^SF-[0-9A-F]{4}-[0-9A-F]{4}$/);
  expect(charge({ orderId: 'order-1', amountCents: 1250 }).reference).toBe(reference);
});

test('takes a charge without a currency to be in euros', () => {
  expect(charge({ orderId: 'order-1', amountCents: 1250 }).currency).toBe('EUR');
});

test('gives another order another payment', () => {
  const payments = ['order-1', 'order-2'].map((orderId) => charge({ orderId, amountCents: 1 }).id);
  expect(new Set(payments).size).toBe(2);
});

test.each([
  ['no order', {}, 'bad-order'],
  ['an empty order id', { orderId: '', amountCents: 1 }, 'bad-order'],
  ['no amount', { orderId: 'order-1' }, 'bad-amount'],
  ['a fraction of a cent', { orderId: 'order-1', amountCents: 0.5 }, 'bad-amount'],
  ['nothing to pay', { orderId: 'order-1', amountCents: 0 }, 'bad-amount'],
  [
    'a currency nobody has heard of',
    { orderId: 'order-1', amountCents: 1, currency: 'shells' },
    'bad-currency',
  ],
  ['a fortune', { orderId: 'order-1', amountCents: 1_000_001 }, 'bad-amount'],
])('refuses %s', (_title, request, code) => {
  expect(() => charge(request)).toThrow(expect.objectContaining({ status: 400, code }));
});
