import type { ChainHead } from '../ledger/chain.ts';

/** What is signed of an evidence pack, as the payload of a compact JWS. */
export type EvidenceSeal = {
  readonly kind: 'evidence-pack';
  readonly release: string;
  /** Digest of the file SHA256SUMS, which holds that of every other file. */
  readonly sums: string;
  /** The last entry of the ledger that is in the pack; null for an empty one. */
  readonly ledger: ChainHead | null;
  /** Pseudonymous id of who asked for it. */
  readonly exportedBy: string;
  /** RFC 3339. */
  readonly issuedAt: string;
};

/** Names of the files that are about the pack itself. */
export const packFiles = {
  sums: 'SHA256SUMS',
  seal: 'SHA256SUMS.jws',
  people: 'people.html',
} as const;

/** What `sha256sum -c` reads, in the order of the paths. Digests are as everywhere in Tidegate. */
export function writeSums(
  files: readonly { readonly path: string; readonly digest: string }[],
): string {
  const lines = files.map(({ path, digest }) => `${digest.slice('sha256:'.length)}  ${path}\n`);
  return lines.toSorted((left, right) => (left.slice(66) < right.slice(66) ? -1 : 1)).join('');
}
