import canonicalize from 'canonicalize';
import { findNonJson } from './find-non-json.ts';
import { jsonPointer } from './json-pointer.ts';

/**
 * The RFC 8785 canonical JSON of a value: one text for one content, whatever the order of its keys
 * or the machine. Throws a TypeError that names the place when the value is not plain JSON, because
 * a digest over something that JSON cannot carry would be a digest over something else.
 */
export function canonicalJson(value: unknown): string {
  const found = findNonJson(value);
  const text = found === null ? canonicalize(value) : undefined;
  if (text !== undefined) return text;
  const place =
    found === null || found.path.length === 0 ? 'the value itself' : jsonPointer(found.path);
  throw new TypeError(
    `Only plain JSON has a canonical form, but ${place} is ${found?.found ?? 'nothing'}.`,
  );
}
