import { Problem } from '../../../http/problem.mjs';
import { products } from './products.mjs';

const LARGEST_QUANTITY = 100;

/** The product and quantity that a request asks for. Throws a 400 `Problem` for nonsense. */
export function readOrderRequest(body) {
  const product = products.find(({ sku }) => sku === body?.sku);
  if (!product) {
    const known = products.map(({ sku }) => sku).join(', ');
    throw new Problem(400, 'unknown-sku', `sku must be one of: ${known}.`);
  }
  const { quantity } = body;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > LARGEST_QUANTITY) {
    const range = `a whole number from 1 to ${LARGEST_QUANTITY}`;
    throw new Problem(400, 'bad-quantity', `quantity must be ${range}.`);
  }
  return { product, quantity };
}
