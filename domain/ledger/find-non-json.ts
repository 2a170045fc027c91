type Path = readonly (string | number)[];

/** A part of a value that JSON cannot carry: where it is, and what. */
export type NonJson = { readonly path: Path; readonly found: string };

/**
 * Deeper nesting than any document of ours has; it keeps recursion away from the end of the stack.
 */
const depthLimit = 200;

/**
 * The first part of a value that JSON cannot carry, or null: undefined, NaN, infinities, functions,
 * symbols, big integers, class instances, cycles, text with lone surrogates, or nesting beyond 200
 * levels.
 */
export function findNonJson(value: unknown, path: Path = []): NonJson | null {
  if (path.length > depthLimit) {
    return { path: path.slice(0, 3), found: `nested deeper than ${depthLimit} levels` };
  }
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'string') {
    return value.isWellFormed() ? null : { path, found: 'text with a lone surrogate' };
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : { path, found: String(value) };
  }
  if (typeof value === 'object') return findInMembers(value, path);
  return { path, found: value === undefined ? 'undefined' : `a ${typeof value}` };
}

function findInMembers(value: object, path: Path): NonJson | null {
  if (Array.isArray(value)) {
    // An index loop, because iteration helpers skip the holes of a sparse array.
    for (let index = 0; index < value.length; index += 1) {
      const found = findNonJson(value[index], [...path, index]);
      if (found !== null) return found;
    }
    return null;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlain || 'toJSON' in value) return { path, found: 'an object that is not plain data' };
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) return { path, found: 'an object with a lone surrogate in a key' };
    const found = findNonJson(member, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}
