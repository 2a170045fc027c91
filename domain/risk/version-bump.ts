import { compare, diff, parse } from 'semver';

/** What SemVer says of the step from one version to the next. */
export type VersionBump = 'major' | 'minor' | 'patch';

/**
 * How far a version is from the one before it. Without one it is read off the version itself:
 * `2.0.0` begins a major version. Going back counts as major, because what was added is missed; and
 * so does a minor step below 1.0.0, where SemVer (clause 4) promises nothing. Null for what is no
 * SemVer.
 */
export function versionBump(before: string | null, version: string): VersionBump | null {
  const to = parse(version);
  if (to === null) return null;
  const from = before === null ? null : parse(before);
  const step = from === null ? stepOf(to) : stepBetween(from.version, to.version);
  return step === 'minor' && to.major === 0 ? 'major' : step;
}

function stepOf({ minor, patch }: { minor: number; patch: number }): VersionBump {
  if (patch > 0) return 'patch';
  return minor > 0 ? 'minor' : 'major';
}

function stepBetween(from: string, to: string): VersionBump {
  if (compare(to, from) < 0) return 'major';
  const step = diff(from, to) ?? 'patch';
  if (step.endsWith('major')) return 'major';
  return step.endsWith('minor') ? 'minor' : 'patch';
}
