/** The RFC 6901 JSON pointer of a path; the empty path is the whole document, written as ''. */
export function jsonPointer(path: readonly (string | number | symbol)[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
