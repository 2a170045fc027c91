/** Names of values that are secrets: `DATABASE_PASSWORD`, `apiToken`, `client-secret`… */
const secretName =
  /(^|[^a-z])(passw(or)?ds?|passphrase|secret|token|credential|(api|access|private)[-_.]?key)s?$/i;
const addressWithPassword = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i;

/** Whether a key names a secret by its last words. */
export function namesSecret(key: string): boolean {
  return secretName.test(key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/**
 * Whether a text is an address with a user and a password in it: `postgres://shop:geheim@host/`.
 */
export function holdsPassword(text: string): boolean {
  return addressWithPassword.test(text);
}

/** What a schema says when it meets a literal secret. The value itself is never shown again. */
export const literalSecret = {
  code: 'literal-secret',
  remedy:
    'Write a reference instead, `{ secretRef: <name> }`, and put the value into the secret ' +
    'store. If the value was real, replace it: it has been written to a file.',
} as const;
