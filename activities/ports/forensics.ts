import type { Place } from '../../domain/deployment/deployment.ts';
import type { ForensicPart } from '../../domain/rollback/forensics.ts';

/** Of what traces are to be collected, and how it was told to run. */
export type ForensicsOrder = Place & {
  /** The deployer's name, as the catalog has it. */
  readonly deployer: string;
  /** The settings with every place filled in. They may hold secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
};

/** One part of what was found: plain JSON without secrets, or why there is none. */
export type FoundPart =
  | { readonly part: ForensicPart; readonly content: unknown }
  | { readonly part: ForensicPart; readonly missing: string };

/**
 * Collects what tells later why something went wrong, and changes nothing. Every part is found or
 * missing by itself. No secret leaves it: values of settings and variables whose names or shapes
 * say that they are secret are replaced, in logs too. Never throws; ends soon after `signal` does.
 */
export type Forensics = {
  collect(order: ForensicsOrder, signal: AbortSignal): Promise<readonly FoundPart[]>;
};
