/** Makes the storefront's git repository in `folder`, with its tags. An existing one stays as it is. */
export declare function createRepository(directory: string): Promise<unknown>;
