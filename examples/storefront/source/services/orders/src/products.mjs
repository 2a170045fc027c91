/** What the shop sells. Prices are in cents. */
export const products = [
  { sku: 'mug', name: 'Enamel mug', priceCents: 1250 },
  { sku: 'tote', name: 'Canvas tote', priceCents: 1800 },
  { sku: 'notebook', name: 'Dotted notebook', priceCents: 900 },
  { sku: 'poster', name: 'Tide poster', priceCents: 2200 },
];

/** What `quantity` of a product costs. */
export function priceOf(product, quantity) {
  return { amountCents: product.priceCents * quantity };
}
