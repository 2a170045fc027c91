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

/** What one process at a time shall do, unless it is done. */
export interface OnceOnly {
  /** The path of the lock file. */
  readonly lock: string;
  readonly isDone: () => boolean;
  /** What is being done, as the beginning of a line for people. */
  readonly what: string;
  readonly say: (line: string) => void;
  readonly work: () => Promise<void>;
}

/**
 * Does `work` unless `isDone`; of several processes one does it, the others wait for that. A line
 * is said at the beginning, every 15 seconds, and at the end. Rejects with the error of `work`.
 */
export declare function doOnce(onceOnly: OnceOnly): Promise<void>;
