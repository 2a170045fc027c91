import type { EvidenceReference } from '../../domain/release/event.ts';
import type { StepContext } from './deployer.ts';

/** A clean checkout of one component at one tag, with where it lies on the builder's disk. */
export type Checkout = {
  readonly commit: string;
  /** Folder of the component inside the checkout. */
  readonly folder: string;
  /**
   * Mail addresses of the authors of the commits since the previous version tag of the component.
   */
  readonly authorEmails: readonly string[];
  /** Mail addresses of those who merged these commits, or committed what others have written. */
  readonly mergerEmails: readonly string[];
};

/** Version control. A ref that is not a tag of the repository is a terminal failure. */
export type SourceControl = {
  /**
   * Makes (or finds, under the same key) a clean checkout of the tag. The recorded commit is the
   * one checked out.
   */
  checkout(
    order: {
      readonly key: string;
      readonly repository: string;
      readonly path: string;
      readonly tag: string;
    },
    context: StepContext,
  ): Promise<Checkout>;
};

/**
 * What running a command gave. A command that could not be started or was stopped is a
 * `StepFailure`, not an exit code.
 */
export type CommandResult = {
  readonly exitCode: number;
  readonly durationMs: number;
  /** Standard output and error, kept in the evidence store. */
  readonly log: EvidenceReference;
  readonly lastLines: readonly string[];
};

/** Runs argument lists, never through a shell. `cwd` is confined to folders that Tidegate made. */
export type CommandRunner = {
  /** An empty folder of the runner's own, for commands that belong to no checkout. */
  readonly scratch: string;
  run(
    order: {
      readonly command: readonly string[];
      readonly cwd: string;
      readonly timeoutMs: number;
      readonly env?: Readonly<Record<string, string>>;
    },
    context: StepContext,
  ): Promise<CommandResult>;
};

/** Immutable archives under their digest. */
export type ArtifactStore = {
  /**
   * Packs a folder into a reproducible archive (sorted, no timestamps, no owners) and keeps it
   * under its digest. The same component and version with another digest is a terminal failure:
   * artifacts are immutable.
   */
  pack(order: {
    readonly component: string;
    readonly version: string;
    readonly folder: string;
  }): Promise<{ readonly digest: string; readonly sizeBytes: number }>;
  /** A local path to the archive, after its bytes were verified against the digest. */
  fetch(digest: string): Promise<string>;
};

/** Evidence by digest: reports, logs, samples. */
export type EvidenceStore = {
  put(content: Uint8Array | string, mediaType: string): Promise<EvidenceReference>;
  get(digest: string): Promise<Uint8Array | null>;
};

/** Tells groups of people something, through one channel. */
export type Notifier = {
  readonly channel: string;
  /** Returns a reference to what was sent. The same key is sent once. */
  send(message: {
    readonly key: string;
    readonly audience: readonly string[];
    readonly subject: string;
    readonly text: string;
  }): Promise<string>;
};
