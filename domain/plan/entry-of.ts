/**
 * The entry of that name, and never something that every object inherits, such as `constructor`.
 */
export function entryOf<Entry>(
  record: Readonly<Record<string, Entry>>,
  name: string,
): Entry | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
