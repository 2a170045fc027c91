import { type ChainedEntry, type ChainHead, genesis, linkHashOf, textHashOf } from './chain.ts';

/** What is wrong with a chain, and where it shows. */
export type Damage = {
  readonly kind: 'edited' | 'removed' | 'reordered' | 'unchained' | 'rewritten' | 'truncated';
  readonly release: string;
  readonly position: number;
  readonly reason: string;
};

/** A head that was noted elsewhere: with it a chain that was rewritten as a whole is found. */
export type KnownHead = ChainHead;

/** More than this many damages of one chain say nothing new. */
export const damageLimit = 100;

/**
 * Looking for the place that a moved entry came from costs a hash a place; it must end on a ruined
 * chain.
 */
const searchLimit = 20_000;

/**
 * Recomputes a release's chain from its entries, in the order of their positions, and names each
 * damage. `head` is what the database holds as the end of the chain; `known` are heads that were
 * kept elsewhere.
 */
export function verifyChain(
  release: string,
  entries: Iterable<ChainedEntry>,
  head: ChainHead | null,
  known: readonly KnownHead[] = [],
): readonly Damage[] {
  const verifier = new ChainVerifier(release, head, known);
  for (const entry of entries) verifier.add(entry);
  return verifier.finish();
}

/** The same, entry by entry: a chain need not fit into memory. */
export class ChainVerifier {
  private readonly release: string;
  private readonly head: ChainHead | null;
  private readonly known: readonly KnownHead[];
  private readonly damages: Damage[] = [];
  private readonly met = new Set<KnownHead>();
  private previous: ChainHead = genesis;
  /** What follows a damaged entry names its true hash, and is not damaged by that. */
  private trusted = true;
  /** Number of the last fact; null where damage has hidden it. */
  private lastSeq: number | null = 0;
  private searches = 0;

  constructor(release: string, head: ChainHead | null, known: readonly KnownHead[] = []) {
    this.release = release;
    this.head = head;
    this.known = known;
  }

  /** Takes the entry with the next higher position. */
  add(entry: ChainedEntry): void {
    const before = this.damages.length;
    this.checkPlace(entry);
    const isSound = this.checkHashes(entry);
    if (isSound) this.checkLink(entry);
    // Damage has said already why the numbers of facts do not follow each other.
    if (before !== this.damages.length) this.lastSeq = null;
    if (isSound) this.checkSeq(entry);
    this.checkHeads(entry, isSound);
    this.previous = entry;
    this.trusted = isSound;
  }

  /** Every damage that was found, when all entries have been taken. */
  finish(): readonly Damage[] {
    const { position } = this.previous;
    if (this.head === null && position > 0) {
      this.found('unchained', position, 'The head of the chain is gone: its end is not known.');
    }
    if (this.head !== null && position < this.head.position) {
      const reason = `The head stands at ${this.head.position}, the last entry at ${position}.`;
      this.found('truncated', position + 1, reason);
    }
    for (const known of this.known) {
      if (this.met.has(known)) continue;
      const reason = 'The entry of a head that was kept elsewhere is gone.';
      this.found(known.position > position ? 'truncated' : 'removed', known.position, reason);
    }
    return this.damages;
  }

  private found(kind: Damage['kind'], position: number, reason: string): void {
    if (this.damages.length >= damageLimit) return;
    this.damages.push({ kind, release: this.release, position, reason });
  }

  private checkPlace({ position }: ChainedEntry): void {
    const last = this.previous.position;
    if (position <= last) {
      this.found('reordered', position, `It follows position ${last}.`);
    } else if (position > last + 1) {
      this.found('removed', last + 1, `Nothing stands between ${last} and ${position}.`);
    }
  }

  /** Whether the entry says what its own hashes say. */
  private checkHashes(entry: ChainedEntry): boolean {
    if (entry.contentHash !== textHashOf(entry.sort, entry.content)) {
      const reason = 'The content does not have the hash that the entry names.';
      this.found('edited', entry.position, reason);
      return false;
    }
    if (entry.release === this.release && entry.hash === linkHashOf(entry)) return true;
    const origin = this.originOf(entry);
    if (origin === null) {
      this.found('edited', entry.position, 'The entry does not have the hash that it names.');
    } else {
      this.found('reordered', entry.position, `It was recorded at position ${origin}.`);
    }
    return false;
  }

  /** The place under which the entry has the hash that it names, or null. */
  private originOf(entry: ChainedEntry): number | null {
    const last = Math.max(this.head?.position ?? 0, this.previous.position + 1);
    for (let position = 1; position <= last && this.searches < searchLimit; position += 1) {
      this.searches += 1;
      if (linkHashOf({ ...entry, position }) === entry.hash) return position;
    }
    return null;
  }

  /**
   * A sound entry that names another one before it: the one before was replaced, hashes and all.
   */
  private checkLink(entry: ChainedEntry): void {
    const { position, hash } = this.previous;
    if (!this.trusted || entry.position !== position + 1 || entry.previousHash === hash) return;
    if (position === 0) {
      this.found('edited', entry.position, 'It does not begin where every chain begins.');
    } else {
      const reason =
        `The entry after it follows ${entry.previousHash}: ` +
        `this one was replaced together with its hashes.`;
      this.found('edited', position, reason);
    }
  }

  private checkSeq({ sort, seq, position }: ChainedEntry): void {
    const { lastSeq } = this;
    if (sort === 'fact') this.lastSeq = seq;
    const follows = lastSeq === null || seq === lastSeq + 1;
    if (sort === 'action' ? seq === null : follows) return;
    this.found('unchained', position, `It is number ${seq} of the facts, after ${lastSeq}.`);
  }

  private checkHeads(entry: ChainedEntry, isSound: boolean): void {
    const { position, hash } = entry;
    if (this.head !== null && position > this.head.position) {
      this.found('unchained', position, `The head of the chain stands at ${this.head.position}.`);
    } else if (isSound && position === this.head?.position && hash !== this.head.hash) {
      const reason = 'It is not the entry that the head names: it was replaced with its hashes.';
      this.found('edited', position, reason);
    }
    for (const known of this.known) {
      if (known.position !== position) continue;
      this.met.add(known);
      if (known.hash === hash) continue;
      const reason = 'The hash differs from the head that was kept elsewhere.';
      this.found('rewritten', position, reason);
    }
  }
}
