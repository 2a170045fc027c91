import type { EvidenceReference, Verdict } from './terms.ts';

/** What is recorded of what goes out, and of what was found of it. */
export type ContentEvents =
  | {
      readonly type: 'component.built';
      readonly component: string;
      readonly tag: string;
      readonly commit: string;
      /** Pseudonymous ids of the authors of the change, as far as the directory knows them. */
      readonly authors: readonly string[];
      /**
       * Digests of the mail addresses of authors whom the directory does not know (see
       * `address-digest.ts`); empty when it knows all.
       */
      readonly unknownAuthors: readonly string[];
      /** Pseudonymous ids of those who merged it; absent in what was built before it was asked. */
      readonly mergers?: readonly string[];
      /** Digests of the addresses of mergers whom the directory does not know. */
      readonly unknownMergers?: readonly string[];
    }
  | {
      /** People whom the directory did not know at the build, and knows now. */
      readonly type: 'authors.identified';
      readonly component: string;
      /** All known authors, those of the build included. */
      readonly authors: readonly string[];
      readonly unknownAuthors: readonly string[];
    }
  | {
      readonly type: 'artifact.packaged';
      readonly component: string;
      readonly version: string;
      readonly digest: string;
      readonly sizeBytes: number;
    }
  | {
      readonly type: 'gate.judged';
      readonly stage: string;
      readonly gate: string;
      readonly component: string | null;
      readonly verdict: Verdict;
      readonly reason: string;
      readonly evidence: EvidenceReference | null;
    };
