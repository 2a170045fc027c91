import { jsonPointer } from '../../domain/ledger/json-pointer.ts';
import { Problem } from '../problem.ts';

/** Deeper than anything that is read here, and far from where recursion hurts. */
const depthLimit = 64;

/**
 * Throws a `Problem` (400) for what can be neither walked nor kept. Depth is bounded for all that
 * walks the value later, and walked here with a list instead of recursion; PostgreSQL stores no
 * NUL, and no digest can be made over half of a surrogate pair.
 */
export function checkContent(value: unknown): void {
  const open: { value: unknown; path: readonly (string | number)[] }[] = [{ value, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path } = next;
    if (path.length > depthLimit) throw tooDeep(jsonPointer(path.slice(0, 4)));
    if (typeof next.value === 'string') checkText(next.value, path);
    if (next.value === null || typeof next.value !== 'object') continue;
    const members = Array.isArray(next.value) ? next.value.entries() : Object.entries(next.value);
    for (const [key, member] of members) {
      if (typeof key === 'string') checkText(key, path);
      open.push({ value: member, path: [...path, key] });
    }
  }
}

function checkText(text: string, path: readonly (string | number)[]): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  const message = 'This text holds a NUL character or half of a surrogate pair.';
  const remedy = 'Remove that character.';
  throw new Problem('invalid-text', {
    detail: message,
    errors: [{ code: 'invalid-text', pointer: jsonPointer(path), message, remedy }],
  });
}

export function tooDeep(pointer: string): Problem {
  const message = `The body is nested deeper than ${depthLimit} levels.`;
  const remedy = 'Flatten it.';
  return new Problem('too-deep', {
    detail: message,
    errors: [{ code: 'too-deep', pointer, message, remedy }],
  });
}
