const place = /\{database\.([a-z0-9-]+)\}/g;

type Settings = Readonly<Record<string, unknown>>;

/** The names of the databases that settings ask for by `{database.<name>}`. */
export function databasesNamedIn(settings: Settings): readonly string[] {
  const found = JSON.stringify(settings).matchAll(place);
  return [...new Set([...found].map(([, name = '']) => name))];
}

/** The settings with this address wherever they ask for a database. */
export function placeDatabase(settings: Settings, url: string): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, fill(value, url)]),
  );
}

function fill(value: unknown, url: string): unknown {
  if (typeof value === 'string') return value.replaceAll(place, () => url);
  if (Array.isArray(value)) return value.map((item) => fill(item, url));
  if (typeof value !== 'object' || value === null) return value;
  return placeDatabase(value as Settings, url);
}
