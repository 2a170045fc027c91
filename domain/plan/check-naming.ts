import type { NamingPolicy, Policy } from './policy.ts';
import type { PlanProblem, PlanProblems } from './problem.ts';
import type { ReleaseSpec } from './spec.ts';
import { describeScheme, isInScheme, unknownCalverParts } from './version-scheme.ts';

/** Where a policy says nothing: SemVer, and any name. */
const standardNaming: NamingPolicy = {
  versions: { scheme: 'semver' },
  releases: [],
  artifacts: [],
};

/** Names and versions of a release that its policy does not allow. */
export function* checkNaming(spec: ReleaseSpec, policy: Policy): PlanProblems {
  const { versions, releases, artifacts } = policy.naming ?? standardNaming;
  yield* checkName('/metadata/name', 'release', spec.name, releases);
  for (const [position, { service, version }] of spec.components.entries()) {
    const at = `/spec/components/${position}`;
    yield* checkName(`${at}/service`, 'artifact', service, artifacts);
    if (isInScheme(version, versions)) continue;
    const message = `\`${version}\` is no version of \`${service}\` in the policy's scheme.`;
    const remedy = `Write it in ${describeScheme(versions)}, or release another tag.`;
    yield problem('version-scheme', `${at}/version`, 'release', message, remedy);
  }
}

/** What no version could ever follow. */
export function* checkNamingPolicy({ naming }: Policy): PlanProblems {
  if (naming?.versions.scheme !== 'calver') return;
  const unknown = unknownCalverParts(naming.versions.pattern);
  if (unknown.length === 0) return;
  const parts = unknown.map((part) => `\`${part}\``).join(', ');
  const message = `CalVer has no part called ${parts}.`;
  const remedy =
    'Use YYYY, YY, 0Y, MM, 0M, WW, 0W, DD, 0D, MAJOR, MINOR and MICRO, such as YYYY.0M.MICRO.';
  yield problem('calver-pattern', '/spec/naming/versions/calver', 'policy', message, remedy);
}

function* checkName(
  pointer: string,
  what: 'release' | 'artifact',
  name: string,
  patterns: readonly string[],
): PlanProblems {
  if (patterns.length === 0 || patterns.some((pattern) => fits(name, pattern))) return;
  const allowed = patterns.map((pattern) => `\`${pattern}\``).join(' or ');
  const message = `The policy lets no ${what} be called \`${name}\`.`;
  const remedy = `Call it ${allowed}, where \`*\` stands for any letters, digits and hyphens.`;
  yield problem('name-pattern', pointer, 'release', message, remedy);
}

/** `*` stands for any text. What stands between is looked for from left to right, once. */
function fits(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

function problem(
  code: string,
  pointer: string,
  document: PlanProblem['document'],
  message: string,
  remedy: string,
): PlanProblem {
  return { code, pointer, document, message, remedy };
}
