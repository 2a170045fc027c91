import type { Limits } from './nesting.ts';
import type { Finding, Path } from './problem.ts';

/**
 * Bounds a value before any schema sees it, whether it came from a file or from a request: depth,
 * number of values, values that JSON cannot carry, and a key that JavaScript treats as something
 * else. Walks with a list instead of recursion, and survives cycles.
 */
export function checkValue(value: unknown, limits: Limits): readonly Finding[] {
  const open: { value: unknown; path: Path }[] = [{ value, path: [] }];
  const findings: Finding[] = [];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen > limits.values) return [tooMany(limits)];
    if (next.path.length > limits.depth) return [tooDeep(next.path.slice(0, 4), limits)];
    if (isOutsideJson(next.value)) findings.push(outsideJson(next.path));
    if (next.value === null || typeof next.value !== 'object') continue;
    for (const [key, member] of membersOf(next.value)) {
      const path = [...next.path, key];
      if (isOutsideJson(key)) findings.push(outsideJson(next.path));
      if (key === '__proto__') findings.push(forbiddenKey(path));
      open.push({ value: member, path });
    }
  }
  return findings.toReversed();
}

function membersOf(value: object): Iterable<[string | number, unknown]> {
  return Array.isArray(value) ? value.entries() : Object.entries(value);
}

function tooMany(limits: Limits): Finding {
  return {
    code: 'too-many-values',
    message: `The document holds more than ${limits.values} values once its aliases are followed.`,
    remedy: 'Split it into several documents, or leave out what does not belong to it.',
    path: [],
    at: 'value',
  };
}

function tooDeep(path: Path, limits: Limits): Finding {
  return {
    code: 'too-deep',
    message: `The document is nested deeper than ${limits.depth} levels below this place.`,
    remedy: 'Flatten it: no document of Tidegate needs so many levels.',
    path,
    at: 'key',
  };
}

function isOutsideJson(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'string' && !value.isWellFormed();
}

function outsideJson(path: Path): Finding {
  return {
    code: 'invalid-value',
    message:
      'Expected something that JSON can carry: a finite number, or text without half characters.',
    remedy: 'Write the number or the text that is meant, or leave the key out.',
    path,
    at: 'value',
  };
}

function forbiddenKey(path: Path): Finding {
  return {
    code: 'unknown-key',
    message: '`__proto__` is no key of any document.',
    remedy: 'Remove it.',
    path,
    at: 'key',
  };
}
