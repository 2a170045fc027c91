import type { Ports } from './ports/index.ts';
import type { Step } from './step.ts';

type Authors = {
  /** Subjects of people, each once. */
  readonly authors: readonly string[];
  /** Digests of the addresses that are nobody's. */
  readonly unknownAuthors: readonly string[];
};

type UnknownOf = { readonly component: string; readonly unknownAuthors: readonly string[] };

/** Asks the directory again whose the addresses are that were nobody's when they were built. */
export function createIdentifyAuthors({ directory }: Pick<Ports, 'directory'>) {
  return async function identifyAuthors(
    step: Step & { readonly builds: readonly UnknownOf[] },
  ): Promise<readonly (Authors & { readonly component: string })[]> {
    return Promise.all(
      step.builds.map(async ({ component, unknownAuthors }) => ({
        component,
        ...(await authorsBehind(unknownAuthors, directory)),
      })),
    );
  };
}

/** The people behind addresses, given by digest. Bots are nobody who could decide. */
export async function authorsBehind(
  addressDigests: readonly string[],
  directory: Ports['directory'],
): Promise<Authors> {
  const owners = await directory.ownersOf(addressDigests);
  const people = owners.flatMap((owner) =>
    owner !== null && 'person' in owner ? owner.person : [],
  );
  return {
    authors: [...new Set(people)],
    unknownAuthors: addressDigests.filter((_, index) => owners[index] === null),
  };
}
