import { StepFailure } from '../../activities/ports/failures.ts';
import type { SettingsResolver } from '../../activities/ports/settings.ts';
import type { Traffic } from '../../activities/ports/traffic.ts';

/**
 * What an operator keeps for environments, by name: connection strings and credentials, as in
 * `{production: {storefront: 'postgresql://…'}}`.
 */
export type KeptByEnvironment = Readonly<Record<string, Readonly<Record<string, string>>>>;

const place = /\{(?:(origin|database|credential)\.([a-z0-9-]+)|project)\}/g;

/** Replaces the places inside every text of the settings; everything else stays as it is. */
export function createSettingsResolver(sources: {
  readonly traffic: Traffic;
  readonly databases: () => Promise<KeptByEnvironment>;
  /** Who checks say they are: `{credential.<name>}`. */
  readonly credentials: () => Promise<KeptByEnvironment>;
  /** Folder of Tidegate itself, for what comes with it: `{project}`. */
  readonly project: string;
}): SettingsResolver {
  const kept = { database: sources.databases, credential: sources.credentials };
  return {
    async resolve(environment, settings) {
      const values = new Map<string, string>([['{project}', sources.project]]);
      for (const [whole, kind, name] of JSON.stringify(settings).matchAll(place)) {
        if (values.has(whole) || name === undefined) continue;
        const value =
          kind === 'origin'
            ? (await sources.traffic.observe({ environment, component: name })).origin
            : (await kept[kind === 'database' ? kind : 'credential']())[environment]?.[name];
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
    'Deploy that component first (dependsOn orders the waves), or name the database or ' +
      'the credential in the worker’s configuration.',
  );
}
