/** Words of a name that make its value a secret: `DATABASE_PASSWORD`, `apiKey`, `Authorization`. */
const secretWords = new RegExp(
  '(^|_)(pass(word|wd|phrase)?|pwd|secret|token|credential|auth(orization)?|cookie|signature|' +
    'salt|dsn)s?(_|$)',
);
const secretKeys =
  /(^|_)(api|access|private|encryption|signing|secret|master|client|ssh)_?keys?(_|$)/;
const userInfo = /([a-z][a-z0-9+.-]*:\/\/[^\s/@:"']*):([^\s/@"']+)@/gi;
const assigned =
  /\b((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g;
const webToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

const shortestSecret = 4;
const hidden = '[redacted]';

/** Whether a name says that its value is a secret. */
export function namesSecret(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  return secretWords.test(words) || secretKeys.test(words);
}

/**
 * The same JSON without its secrets: values under names that say so are replaced whole, and inside
 * other texts passwords of addresses, bearer tokens and assignments such as `password=…` are.
 */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value, []);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      namesSecret(name) && typeof inner !== 'object' ? hidden : redact(inner),
    ]),
  );
}

/** Every secret that JSON holds, whole: what must not be read in a log either. Longest first. */
export function secretsIn(value: unknown): readonly string[] {
  return [...new Set(collect(value, false))]
    .filter((secret) => secret.length >= shortestSecret)
    .toSorted((one, other) => other.length - one.length);
}

function collect(value: unknown, isSecret: boolean): string[] {
  if (typeof value === 'string') {
    return isSecret ? [value] : [...value.matchAll(userInfo)].flatMap(([, , word]) => word ?? []);
  }
  if (typeof value === 'number') return isSecret ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap((inner) => collect(inner, isSecret));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    collect(inner, isSecret || namesSecret(name)),
  );
}

/** A text without the given secrets and without what looks like one. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets
    .reduce((shown, secret) => shown.replaceAll(secret, hidden), text)
    .replaceAll(userInfo, `$1:${hidden}@`)
    .replaceAll(bearer, `$1 ${hidden}`)
    .replaceAll(webToken, hidden)
    .replaceAll(assigned, `$1${hidden}`);
}
