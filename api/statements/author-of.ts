import { decodeJwt } from 'jose';

/** Who a kept statement is by. It lies in our own records, so its signature is not checked here. */
export function authorOf(jws: string): string | null {
  const { by } = decodeJwt(jws);
  return typeof by === 'string' ? by : null;
}
