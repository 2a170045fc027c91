/** The builder's folders: looks into checkouts without leaving them. */
export type Workspaces = {
  /** Which of the paths, relative to the folder, do not exist. */
  missing(folder: string, paths: readonly string[]): Promise<readonly string[]>;
  /**
   * Content of a file inside the folder, or null when it does not exist or is larger than
   * `maxBytes`.
   */
  read(folder: string, path: string, maxBytes: number): Promise<string | null>;
  /** When a file inside the folder was written last, or null when it does not exist. */
  writtenAt(folder: string, path: string): Promise<Date | null>;
  /** Remembers durably that a step is done in this folder. */
  stamp(folder: string, step: string): Promise<void>;
  stamped(folder: string, step: string): Promise<boolean>;
};
