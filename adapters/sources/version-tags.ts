import { compare, parse, type SemVer } from 'semver';

type VersionTag = { readonly tag: string; readonly prefix: string; readonly version: SemVer };

/**
 * The tags of the versions before that of the given tag, the nearest first: same text before the
 * version, a lower SemVer version, no pre-release. A pre-release is a candidate that may never have
 * gone out, so it hides nobody's changes. Null when the tag holds no version.
 */
export function earlierVersionTags(tag: string, tags: readonly string[]): readonly string[] | null {
  const own = readVersionTag(tag);
  if (own === null) return null;
  return tags
    .map(readVersionTag)
    .filter((other) => other !== null)
    .filter(({ prefix, version }) => prefix === own.prefix && version.prerelease.length === 0)
    .filter(({ version }) => compare(version, own.version) < 0)
    .toSorted((left, right) => compare(right.version, left.version))
    .map((other) => other.tag);
}

function readVersionTag(tag: string): VersionTag | null {
  const [, prefix, text] = /^(.*?)(\d+\.\d+\.\d+.*)$/.exec(tag) ?? [];
  if (prefix === undefined || text === undefined) return null;
  const version = parse(text);
  return version === null ? null : { tag, prefix, version };
}
