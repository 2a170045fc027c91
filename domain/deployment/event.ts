import type { VersionRef } from '../release/terms.ts';

/** What is brought into an environment, and what becomes of it there until it is taken back. */
export type ChangeEvents =
  | {
      /** Written before acting: from here on the way back includes this change. */
      readonly type: 'compensation.registered';
      readonly key: string;
      readonly environment: string;
      readonly component: string;
      readonly what: 'deployment' | 'traffic';
      readonly to: VersionRef;
      readonly planDigest?: string;
      readonly irreversible?: { readonly reason: string };
      /** As the change has them. */
      readonly holds?: readonly string[];
      readonly stays?: { readonly reason: string };
    }
  | {
      readonly type: 'change.applied';
      readonly key: string;
      readonly from: VersionRef | null;
      readonly changed: boolean;
    }
  | {
      readonly type: 'traffic.shifted';
      readonly environment: string;
      readonly component: string;
      readonly digest: string;
      readonly weightPercent: number;
    }
  | {
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
    }
  | { readonly type: 'change.settled'; readonly key: string }
  | {
      /** Its step was refused before it did anything. */
      readonly type: 'change.withheld';
      readonly key: string;
    };
