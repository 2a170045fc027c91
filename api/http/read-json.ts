import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { jsonPointer } from '../../domain/ledger/json-pointer.ts';
import { Problem } from '../problem.ts';

/** Deeper than any body that is read here, and far from where recursion hurts. */
const depthLimit = 64;

/** The value of a JSON text. Throws a `Problem` (400) that names the place where it is none. */
export function readJson(text: string): unknown {
  const value = parseOrRefuse(text);
  checkContent(value);
  return value;
}

function parseOrRefuse(text: string): unknown {
  try {
    // The engine's parser does not recurse, so depth alone cannot harm it.
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw malformed(text);
  }
}

/**
 * Walks with a list instead of recursion. Depth is bounded for all that walks the value later; text is
 * checked because PostgreSQL stores no NUL and no digest can be made over half a surrogate pair.
 */
function checkContent(value: unknown): void {
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

/** The engine's message does not always say where, so the place is looked up with a parser that does. */
function malformed(text: string): Problem {
  const error = firstError(text);
  if (error === 'too-deep') return tooDeep('');
  const place = placeOf(text, error?.offset ?? 0);
  const what = error === undefined ? 'no JSON value' : wordsOf(printParseErrorCode(error.error));
  const message = `Line ${place.line}, column ${place.column}: ${what}.`;
  const remedy =
    'Correct the text at this place; quotes, commas and brackets are the usual causes.';
  return new Problem('malformed-json', {
    detail: `The body is not JSON. ${message}`,
    errors: [{ code: 'malformed-json', pointer: '', message, remedy, ...place }],
  });
}

function firstError(text: string): ParseError | undefined | 'too-deep' {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    return errors[0];
  } catch {
    // This parser recurses, and text that exhausts the stack is deeper than anything that is read here.
    return 'too-deep';
  }
}

function tooDeep(pointer: string): Problem {
  const message = `The body is nested deeper than ${depthLimit} levels.`;
  const remedy = 'Flatten it.';
  return new Problem('too-deep', {
    detail: message,
    errors: [{ code: 'too-deep', pointer, message, remedy }],
  });
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** `PropertyNameExpected` as `property name expected`. */
function wordsOf(code: string): string {
  return code.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
