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
  /** Number of a fact, from 1 without gaps; null for an action. */
  readonly seq: number | null;
  /** When it was recorded: RFC 3339, UTC, with milliseconds. */
  readonly recordedAt: string;
  /** What it says, as RFC 8785 canonical JSON: the very text that was hashed. */
  readonly content: string;
  readonly contentHash: string;
  readonly previousHash: string;
  readonly hash: string;
};

/** What a new entry brings along; the chain adds the rest. */
export type NewEntry = Pick<ChainedEntry, 'sort' | 'seq' | 'recordedAt'> & {
  readonly content: unknown;
};

/** The end of a chain: the place of the last entry and its hash. */
export type ChainHead = { readonly position: number; readonly hash: string };

/** The hash before the first entry of every release. */
const genesisHash = sha256Hex('tidegate/ledger/genesis/v1');

/** Where every chain begins. */
export const genesis: ChainHead = { position: 0, hash: genesisHash };

/**
 * Digest of what an entry says. The prefix keeps it from ever being taken for the hash of a link.
 * Throws a TypeError as `canonicalJson` does.
 */
export function contentHashOf(sort: EntrySort, content: unknown): string {
  return textHashOf(sort, canonicalJson(content));
}

/** `contentHashOf` for content that is canonical JSON already. */
export function textHashOf(sort: EntrySort, content: string): string {
  return sha256Hex(`tidegate/ledger/content/v1\n${sort}\n${content}`);
}

/**
 * Hash of a link: it covers everything that an entry holds, and through the hash before it
 * everything before.
 */
export function linkHashOf(link: Omit<ChainedEntry, 'hash' | 'content'>): string {
  const { release, position, sort, seq, recordedAt, contentHash, previousHash } = link;
  const covered = { release, position, sort, seq, recordedAt, contentHash, previousHash };
  return sha256Hex(`tidegate/ledger/link/v1\n${canonicalJson(covered)}`);
}

/** The entry that follows a head. Throws a TypeError as `canonicalJson` does. */
export function chainEntry(release: string, head: ChainHead, entry: NewEntry): ChainedEntry {
  const { sort, seq, recordedAt } = entry;
  const content = canonicalJson(entry.content);
  const link = {
    release,
    position: head.position + 1,
    sort,
    seq,
    recordedAt,
    contentHash: textHashOf(sort, content),
    previousHash: head.hash,
  };
  return { ...link, content, hash: linkHashOf(link) };
}
