/** Makes the repository that pins mountebank's versions in `directory`, or adds what it lacks. */
export declare function createRepository(directory: string): Promise<unknown>;
