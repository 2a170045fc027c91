/** Looks pieces of evidence up by their digests. */
export type EvidenceReader = {
  /** Null when it is gone. Throws when it is not what its digest says. */
  get(digest: string): Promise<Uint8Array | null>;
};
