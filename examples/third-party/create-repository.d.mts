/** Makes the repository that pins the versions of mountebank in `directory`, or adds what it lacks. */
export declare function createRepository(directory: string): Promise<unknown>;
