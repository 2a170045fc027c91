import { type ChainedEntry, contentHashOf, genesisHash, linkHashOf } from './chain.ts';

/** What is wrong with a chain, and where it shows. */
export type Damage = {
  readonly kind: 'edited' | 'removed' | 'reordered' | 'unchained' | 'rewritten' | 'truncated';
  readonly release: string;
  readonly position: number;
  readonly reason: string;
};

/** A head that was noted elsewhere: with it a chain that was rewritten as a whole is found. */
export type KnownHead = { readonly position: number; readonly hash: string };

/**
 * Recomputes a release's chain from its entries, in the order of their positions, and names each damage.
 * `head` is what the database holds as the end of the chain; `known` are heads that were kept elsewhere.
 */
export function verifyChain(
  release: string,
  entries: readonly ChainedEntry[],
  head: KnownHead | null,
  known: readonly KnownHead[] = [],
): readonly Damage[] {
  const damages: Damage[] = [];
  const found = (kind: Damage['kind'], position: number, reason: string) =>
    damages.push({ kind, release, position, reason });
  let previous: KnownHead = { position: 0, hash: genesisHash };
  for (const entry of entries) {
    for (const [kind, reason] of faultsOf(entry, previous)) found(kind, entry.position, reason);
    previous = entry;
  }
  if (head !== null && previous.position < head.position) {
    found(
      'truncated',
      head.position,
      `The head stands at ${head.position}, the last entry at ${previous.position}.`,
    );
  } else if (head !== null && previous.hash !== head.hash) {
    found('unchained', previous.position, 'The last entry is not the one that the head names.');
  }
  for (const { position, hash } of known) {
    const entry = entries.find((candidate) => candidate.position === position);
    if (entry === undefined)
      found('truncated', position, 'A head that was kept elsewhere is gone.');
    else if (entry.hash !== hash) {
      found('rewritten', position, 'The hash differs from the head that was kept elsewhere.');
    }
  }
  return damages;
}

type Fault = readonly [Damage['kind'], string];

function faultsOf(entry: ChainedEntry, previous: KnownHead): readonly Fault[] {
  const faults: Fault[] = [];
  if (entry.contentHash !== contentHashOf(entry.sort, entry.content)) {
    faults.push(['edited', 'The content does not have the hash that the entry names.']);
  }
  if (entry.hash !== linkHashOf(entry)) {
    faults.push(['edited', 'The entry does not have the hash that it names.']);
  }
  if (entry.position <= previous.position) {
    faults.push(['reordered', `It follows position ${previous.position}.`]);
  } else if (entry.position > previous.position + 1) {
    faults.push(['removed', `Nothing stands between ${previous.position} and ${entry.position}.`]);
  } else if (entry.previousHash !== previous.hash) {
    faults.push(['reordered', 'It names another entry as the one before it.']);
  }
  return faults;
}
