import { StepFailure } from '../../activities/ports/failures.ts';
import type { SettingsResolver } from '../../activities/ports/settings.ts';
import type { Traffic } from '../../activities/ports/traffic.ts';

/** Connection strings by environment and name: `{production: {storefront: 'postgresql://…'}}`. */
export type Databases = Readonly<Record<string, Readonly<Record<string, string>>>>;

const place = /\{(?:(origin|database)\.([a-z0-9-]+)|project)\}/g;

/** Replaces the places inside every text of the settings; everything else stays as it is. */
export function createSettingsResolver(sources: {
  readonly traffic: Traffic;
  readonly databases: () => Promise<Databases>;
  /** Folder of Tidegate itself, for what comes with it: `{project}`. */
  readonly project: string;
}): SettingsResolver {
  return {
    async resolve(environment, settings) {
      const values = new Map<string, string>([['{project}', sources.project]]);
      for (const [whole, kind, name] of JSON.stringify(settings).matchAll(place)) {
        if (values.has(whole) || name === undefined) continue;
        const value =
          kind === 'origin'
            ? (await sources.traffic.observe({ environment, component: name })).origin
            : (await sources.databases())[environment]?.[name];
        if (value === null || value === undefined) throw unknown(whole, environment);
        values.set(whole, value);
      }
      return fill(settings, values) as Record<string, unknown>;
    },
  };
}

function fill(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(place, (whole) => values.get(whole) ?? whole);
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, fill(inner, values)]),
  );
}

function unknown(whole: string, environment: string): StepFailure {
  return new StepFailure(
    'terminal',
    'settings/unknown-place',
    `Nothing in ${environment} is called ${whole}.`,
    'Deploy that component first (dependsOn orders the waves), or name the database in the ' +
      'worker’s configuration.',
  );
}
