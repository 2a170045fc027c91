// What orders of version 1 sells has a price without a currency, and that was always euros.
const DEFAULT_CURRENCY = 'EUR';

/** A product's price as people read it, with its currency. */
export function formatPrice({ priceCents, currency = DEFAULT_CURRENCY }) {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(priceCents / 100);
}
