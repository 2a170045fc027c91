/**
 * Whether the operating system, Node or SQLite raised an error of that code, such as `ENOENT`.
 * Looks at what the error holds instead of `instanceof`, which fails for errors from another realm.
 */
export function hasCode(error: unknown, code: string | number): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && error.code === code) || ('errcode' in error && error.errcode === code);
}

/** What an error says, with what caused it, for people. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  const cause = 'cause' in error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : '';
  return `${String(error.message)}${cause}`;
}
