import { z } from 'zod';
import { holdsPassword, literalSecret, namesSecret } from './secrets.ts';

/** Text that only names what shall stand there, such as `{database.storefront}`. */
const onlyPlaceholders = /^(\{[^{}]+\})*$/;

/**
 * The settings of a tool for one environment. Their shape belongs to the tool; secrets in them are
 * references.
 */
export const settings = z
  .record(z.string(), z.unknown())
  .superRefine((value, context) => {
    for (const { path, what } of literalSecrets(value, [])) {
      context.addIssue({
        code: 'custom',
        path: [...path],
        message: `${what}. A secret never stands in a file.`,
        params: literalSecret,
      });
    }
  })
  .describe(
    'Settings of the deployer. `{origin.<component>}` and `{database.<name>}` are replaced in ' +
      'texts; what else is, the deployer says. Secrets are references: `{ secretRef: <name> }`.',
  );

type Found = { readonly path: readonly (string | number)[]; readonly what: string };

function literalSecrets(value: unknown, path: readonly (string | number)[]): readonly Found[] {
  if (typeof value === 'string') return secretsInText(value, path);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => literalSecrets(item, [...path, index]));
  }
  if (value === null || typeof value !== 'object') return [];
  // What stands under `secretRef` is the name of a secret, whatever the key around it is called.
  if (Object.keys(value).join() === 'secretRef') return [];
  return Object.entries(value).flatMap(([key, member]) => literalSecrets(member, [...path, key]));
}

function secretsInText(text: string, path: readonly (string | number)[]): readonly Found[] {
  const key = path.findLast((part) => typeof part === 'string') ?? '';
  if (namesSecret(key) && !onlyPlaceholders.test(text)) {
    return [{ path, what: `\`${key.slice(0, 63)}\` names a secret, but holds a literal value` }];
  }
  if (!holdsPassword(text)) return [];
  return [{ path, what: `\`${key.slice(0, 63)}\` holds an address with a password in it` }];
}
