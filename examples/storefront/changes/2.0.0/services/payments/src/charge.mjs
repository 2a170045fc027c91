import { createHash } from 'node:crypto';
import { Problem } from '../../../http/problem.mjs';

const LARGEST_CHARGE_CENTS = 1_000_000;

// Callers of version 1 name no currency.
const DEFAULT_CURRENCY = 'EUR';

/**
 * The payment for an order, with the reference that its payer will read on a bank statement. Id and
 * reference come from the order's id, so charging an order twice is one payment, whichever instance
 * is asked. Throws a 400 `Problem` for an order, amount or currency that makes no sense.
 */
export function charge({ orderId, amountCents, currency = DEFAULT_CURRENCY } = {}) {
  if (typeof orderId !== 'string' || orderId === '') {
    throw new Problem(400, 'bad-order', 'orderId must be the id of the order to charge.');
  }
  if (!Number.isInteger(amountCents) || amountCents < 1 || amountCents > LARGEST_CHARGE_CENTS) {
    const range = `a whole number from 1 to ${LARGEST_CHARGE_CENTS}`;
    throw new Problem(400, 'bad-amount', `amountCents must be ${range}.`);
  }
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new Problem(400, 'bad-currency', 'currency must be a three-letter code such as EUR.');
  }
  const hash = createHash('sha256').update(orderId).digest('hex');
  const reference = `SF-${hash.slice(0, 4)}-${hash.slice(4, 8)}`.toUpperCase();
  return { id: `pay_${hash.slice(0, 16)}`, orderId, amountCents, currency, reference };
}
