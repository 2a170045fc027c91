import canonicalize from 'canonicalize';
import { assertJson } from './assert-json.ts';

/**
 * The RFC 8785 canonical JSON of a value: one text for one content, whatever the order of its keys or
 * the machine. Throws a TypeError that names the place when the value is not plain JSON, because a
 * digest over something that JSON cannot carry would be a digest over something else.
 */
export function canonicalJson(value: unknown): string {
  assertJson(value);
  const text = canonicalize(value);
  if (text === undefined) {
    throw new TypeError('There is no canonical JSON of nothing: pass a JSON value.');
  }
  return text;
}
