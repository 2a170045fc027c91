import { jsonPointer } from './json-pointer.ts';

/** Deeper nesting than any document of ours has; it keeps recursion away from the end of the stack. */
const depthLimit = 200;

/**
 * Throws a TypeError that names the JSON pointer of the first part that JSON cannot carry: undefined,
 * NaN, infinities, functions, symbols, big integers, class instances, cycles, lone surrogates in text,
 * or nesting beyond 200 levels.
 */
export function assertJson(value: unknown): void {
  visit(value, []);
}

function visit(value: unknown, path: readonly (string | number)[]): void {
  if (path.length > depthLimit) {
    throw refusal(path.slice(0, 3), `nested deeper than ${depthLimit} levels (or in a cycle)`);
  }
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw refusal(path, 'text with a lone surrogate');
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal(path, String(value));
    return;
  }
  if (typeof value !== 'object') {
    throw refusal(path, value === undefined ? 'undefined' : `a ${typeof value}`);
  }
  visitMembers(value, path);
}

function visitMembers(value: object, path: readonly (string | number)[]): void {
  if (Array.isArray(value)) {
    // An index loop, because iteration helpers skip the holes of a sparse array.
    for (let index = 0; index < value.length; index += 1) visit(value[index], [...path, index]);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain || 'toJSON' in value) throw refusal(path, 'an object that is not plain data');
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) throw refusal(path, 'a key with a lone surrogate');
    visit(member, [...path, key]);
  }
}

function refusal(path: readonly (string | number)[], found: string): TypeError {
  const place = path.length === 0 ? 'the value itself' : jsonPointer(path);
  return new TypeError(`Only plain JSON has a canonical form, but ${place} is ${found}.`);
}
