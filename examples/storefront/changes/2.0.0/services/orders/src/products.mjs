/** What the shop sells. Prices are in cents of their currency. */
export const products = [
  { sku: 'mug', name: 'Enamel mug', priceCents: 1250, currency: 'EUR' },
  { sku: 'tote', name: 'Canvas tote', priceCents: 1800, currency: 'EUR' },
  { sku: 'notebook', name: 'Dotted notebook', priceCents: 900, currency: 'EUR' },
  { sku: 'poster', name: 'Tide poster', priceCents: 2200, currency: 'EUR' },
];

/** What `quantity` of a product costs. */
export function priceOf(product, quantity) {
  return { amountCents: product.priceCents * quantity, currency: product.currency };
}
