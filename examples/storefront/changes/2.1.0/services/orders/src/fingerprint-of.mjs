const WINDOW_MS = 60_000;

/** The same for two orders of the same thing at about the same time: a customer clicked twice. */
export function fingerprintOf({ sku, quantity }, now = Date.now()) {
  return `${sku}/${quantity}/${Math.floor(now / WINDOW_MS)}`;
}
