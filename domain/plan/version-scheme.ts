import { parse } from 'semver';

/** How versions are written. CalVer patterns are made of the parts of calver.org. */
export type VersionScheme =
  | { readonly scheme: 'semver' }
  | {
      readonly scheme: 'calver';
      /** Such as `YYYY.0M.MICRO`. */
      readonly pattern: string;
    };

const number = '(?:0|[1-9]\\d*)';

/** Each part of a CalVer pattern and what may stand in its place. */
const calverParts: Readonly<Record<string, string>> = {
  YYYY: '[1-9]\\d{3}',
  '0Y': '\\d{2,3}',
  YY: '(?:\\d|[1-9]\\d{1,2})',
  '0M': '(?:0[1-9]|1[0-2])',
  MM: '(?:[1-9]|1[0-2])',
  '0W': '(?:0[1-9]|[1-4]\\d|5[0-3])',
  WW: '(?:[1-9]|[1-4]\\d|5[0-3])',
  '0D': '(?:0[1-9]|[12]\\d|3[01])',
  DD: '(?:[1-9]|[12]\\d|3[01])',
  MAJOR: number,
  MINOR: number,
  MICRO: number,
};

/** What separates the parts of a version. */
const separator = /([.+-])/;

/** The parts of a pattern that CalVer does not know; empty when it knows all. */
export function unknownCalverParts(pattern: string): readonly string[] {
  return pattern
    .split(separator)
    .filter((part) => !separator.test(part) && !Object.hasOwn(calverParts, part));
}

/** Whether a version is written in the scheme, exactly. */
export function isInScheme(version: string, scheme: VersionScheme): boolean {
  if (scheme.scheme === 'semver') return /^\d/.test(version) && parse(version) !== null;
  const parts = scheme.pattern
    .split(separator)
    .map((part) => (separator.test(part) ? `\\${part}` : (calverParts[part] ?? '(?!)')));
  return new RegExp(`^${parts.join('')}$`).test(version);
}

/** The scheme in words, for a remedy. */
export function describeScheme(scheme: VersionScheme): string {
  if (scheme.scheme === 'calver') return `CalVer as \`${scheme.pattern}\``;
  return 'SemVer as MAJOR.MINOR.PATCH, such as `1.4.0` or `2.0.0-rc.1`';
}
