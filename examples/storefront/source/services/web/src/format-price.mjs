/** A product's price as people read it. */
export function formatPrice({ priceCents }) {
  return (priceCents / 100).toFixed(2);
}
