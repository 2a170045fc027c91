import type { Catalog } from './catalog.ts';
import type { PlanProblems } from './problem.ts';

type Address = { readonly pointer: string; readonly email: string; readonly owner: string };

/**
 * A problem for each mail address that stands for two: nobody could say who wrote a change under
 * it, and its author would not be kept from deciding about it. Case makes no other address.
 */
export function* checkAddresses(catalog: Catalog): PlanProblems {
  const owners = new Map<string, string>();
  for (const { pointer, email, owner } of addressesOf(catalog)) {
    const first = owners.get(email.toLowerCase());
    if (first === undefined) {
      owners.set(email.toLowerCase(), owner);
      continue;
    }
    yield {
      code: 'shared-address',
      document: 'catalog',
      pointer,
      message: `\`${email}\` is an address of ${first} already, and one address is one author.`,
      remedy: 'Leave it to the one who commits under it, and give the other an address of its own.',
    };
  }
}

function* addressesOf({ people, bots = [] }: Catalog): Iterable<Address> {
  for (const [index, { id, email, aliases = [] }] of people.entries()) {
    const at = `/spec/people/${index}`;
    yield { pointer: `${at}/email`, email, owner: `\`${id}\`` };
    for (const [position, alias] of aliases.entries()) {
      yield { pointer: `${at}/aliases/${position}`, email: alias, owner: `\`${id}\`` };
    }
  }
  for (const [index, { name, email }] of bots.entries()) {
    yield { pointer: `/spec/bots/${index}/email`, email, owner: `the bot \`${name}\`` };
  }
}
