import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { Problem } from '../problem.ts';
import { checkContent, tooDeep } from './check-content.ts';

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
 * The engine's message does not always say where, so the place is looked up with a parser that
 * does.
 */
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
    // This parser recurses, and text that exhausts the stack is deeper than anything that is read
    // here.
    return 'too-deep';
  }
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
