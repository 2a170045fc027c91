/**
 * The code of a system error, such as `ENOENT`, or null. It looks at the shape alone, because the
 * class of an error depends on the realm that raised it.
 */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
