import type { Example } from './example.ts';
import { storefront } from './storefront.ts';
import { thirdParty } from './third-party.ts';

const examples: readonly Example[] = [storefront, thirdParty];

/** The example of that name. Throws when there is none, with the names that there are. */
export function exampleNamed(name: string): Example {
  const found = examples.find((example) => example.name === name);
  if (found !== undefined) return found;
  const names = examples.map((example) => example.name).join(', ');
  throw new Error(`There is no example "${name}". Known are ${names}.`);
}
