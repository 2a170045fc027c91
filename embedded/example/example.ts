import type { StateFolder } from '../stack/state-folder.ts';

/** A system that the one-command stack can release, and how its people and users behave. */
export type Example = {
  readonly name: string;
  /** Folder of its catalog, policy, calendar and releases. */
  readonly folder: string;
  /** What is installed first, and what then takes its place. */
  readonly installation: ExampleRelease;
  readonly renewal: ExampleRelease;
  /** The component that users meet in production. */
  readonly front: string;
  /** Path at the front that answers JSON with the `version` that users meet. */
  readonly versionPath: string;
  /** A program with its arguments, run by Node, that behaves like users of that origin. */
  readonly users: (origin: string) => readonly string[];
  /** Makes its repository in the state folder, and starts what it stands on. */
  readonly prepare: (state: StateFolder, say: (line: string) => void) => Promise<void>;
};

export type ExampleRelease = {
  readonly name: string;
  readonly file: string;
  readonly version: string;
};
