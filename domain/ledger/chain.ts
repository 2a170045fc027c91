import { canonicalJson } from './canonical-json.ts';
import { sha256Hex } from './digest.ts';

/** *Facts* fold into state; *actions* say what a worker did to a tool. */
export type EntrySort = 'fact' | 'action';

/** One entry of a release's ledger, as it stands in the chain. */
export type ChainedEntry = {
  readonly release: string;
  /** From 1, without gaps. */
  readonly position: number;
  readonly sort: EntrySort;
  readonly content: unknown;
  readonly contentHash: string;
  readonly previousHash: string;
  readonly hash: string;
};

/** The hash before the first entry of every release. */
export const genesisHash = sha256Hex('tidegate/ledger/genesis/v1');

/** Digest of what an entry says. The prefix keeps it from ever being taken for the hash of a link. */
export function contentHashOf(sort: EntrySort, content: unknown): string {
  return sha256Hex(`tidegate/ledger/content/v1\n${sort}\n${canonicalJson(content)}`);
}

/** Hash of a link: it covers the place, the sort, the content and everything before. */
export function linkHashOf(link: Omit<ChainedEntry, 'hash' | 'content'>): string {
  const { release, position, sort, contentHash, previousHash } = link;
  const covered = canonicalJson({ release, position, sort, contentHash, previousHash });
  return sha256Hex(`tidegate/ledger/link/v1\n${covered}`);
}

/** The entry that follows a head. */
export function chainEntry(
  release: string,
  head: { readonly position: number; readonly hash: string },
  sort: EntrySort,
  content: unknown,
): ChainedEntry {
  const link = {
    release,
    position: head.position + 1,
    sort,
    contentHash: contentHashOf(sort, content),
    previousHash: head.hash,
  };
  return { ...link, content, hash: linkHashOf(link) };
}
