import type { EvidenceReference } from '../release/terms.ts';

/** What is kept of a component before anything of it is undone. */
export const forensicParts = ['logs', 'metrics', 'configuration', 'state'] as const;

export type ForensicPart = (typeof forensicParts)[number];

/** What was kept of one component: a document in the evidence store with the parts it holds. */
export type Exhibit = {
  readonly component: string;
  readonly evidence: EvidenceReference;
  readonly parts: readonly ForensicPart[];
};

/** What could not be kept of a component, and why. */
export type MissingExhibit = {
  readonly component: string;
  readonly part: ForensicPart;
  readonly reason: string;
};

/** What was kept in one environment. `capturedAt` is RFC 3339. */
export type ForensicsRecord = {
  readonly environment: string;
  readonly capturedAt: string;
  readonly exhibits: readonly Exhibit[];
  readonly missing: readonly MissingExhibit[];
};
