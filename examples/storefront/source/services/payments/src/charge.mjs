import { createHash } from 'node:crypto';
import { Problem } from '../../../http/problem.mjs';

const LARGEST_CHARGE_CENTS = 1_000_000;

/**
 * The payment for an order. Its id comes from the order's, so charging an order twice is one
 * payment, whichever instance is asked. Throws a 400 `Problem` for an order or amount that makes
 * no sense.
 */
export function charge({ orderId, amountCents } = {}) {
  if (typeof orderId !== 'string' || orderId === '') {
    throw new Problem(400, 'bad-order', 'orderId must be the id of the order to charge.');
  }
  if (!Number.isInteger(amountCents) || amountCents < 1 || amountCents > LARGEST_CHARGE_CENTS) {
    const range = `a whole number from 1 to ${LARGEST_CHARGE_CENTS}`;
    throw new Problem(400, 'bad-amount', `amountCents must be ${range}.`);
  }
  const hash = createHash('sha256').update(orderId).digest('hex');
  return { id: `pay_${hash.slice(0, 16)}`, orderId, amountCents };
}
