import { contentDigest } from '../ledger/digest.ts';

/**
 * What stands in the ledger for a mail address that names nobody: addresses themselves stay out of
 * it. Case makes no other address.
 */
export function addressDigest(email: string): string {
  return contentDigest(email.toLowerCase());
}
