/**
 * The folder for toolchains that all clones on this machine share: `TIDEGATE_CACHE`, or `tidegate`
 * below `XDG_CACHE_HOME` or `~/.cache`.
 */
export declare function cacheFolder(env?: NodeJS.ProcessEnv): string;

/** What is to be made once for all clones. */
export interface Installation {
  /** The file or folder that shall exist. */
  readonly target: string;
  /** What is being done, as the beginning of a line for people. */
  readonly what: string;
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
  /** Fills the temporary folder; returns the path in it that becomes `target`. */
  readonly install: (temporaryFolder: string) => Promise<string>;
}

/**
 * Makes sure that `target` exists, in one step and by one process at a time; returns it.
 * Rejects with the error of `install`, and then leaves nothing behind.
 */
export declare function installOnce(installation: Installation): Promise<string>;
