export type RollEvents = {
  /** A batch of a roll: each of these targets is well, is the digest, and has users again. */
  readonly type: 'targets.replaced';
  readonly environment: string;
  readonly component: string;
  readonly digest: string;
  /** The numbers of the targets of the batch. */
  readonly targets: readonly number[];
  /** How many targets are the digest by now, and how many there are. */
  readonly replaced: number;
  readonly of: number;
};
