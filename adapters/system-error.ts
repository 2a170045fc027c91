import { types } from 'node:util';

/**
 * Whether the operating system or Node raised an error of that code, such as `ENOENT`. Asks for
 * native errors instead of `instanceof`, which fails for errors from another realm.
 */
export function hasCode(error: unknown, code: string | number): boolean {
  if (!types.isNativeError(error)) return false;
  return ('code' in error && error.code === code) || ('errcode' in error && error.errcode === code);
}

/** What an error says, with what caused it, for people. */
export function messageOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  return types.isNativeError(error.cause)
    ? `${error.message}: ${error.cause.message}`
    : error.message;
}
