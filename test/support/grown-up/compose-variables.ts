import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from './tidegate-process.ts';

type Variables = Readonly<Record<string, string>>;
type File = {
  readonly services: Readonly<
    Record<string, { readonly environment?: Readonly<Record<string, string | number>> }>
  >;
};

/**
 * The variables that docker-compose.yml gives a service, so that what is tested is that file.
 * `given` stands for the environment and .env; `places` says where on this machine lies what has a
 * name or a path of its own in a container.
 */
export function composeVariables(
  service: string,
  given: Variables,
  places: Variables,
): Record<string, string> {
  const text = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
  const file = parse(text, { merge: true }) as File;
  const environment = file.services[service]?.environment;
  if (environment === undefined) throw new Error(`docker-compose.yml has no service ${service}.`);
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      Object.entries(places).reduce(
        (placed, [there, here]) => placed.replaceAll(there, here),
        filledIn(String(value), given),
      ),
    ]),
  );
}

/** As docker-compose fills in: `${NAME:?why}` demands, and `${NAME:-default}` falls back. */
function filledIn(value: string, given: Variables): string {
  return value.replaceAll(
    /\$\{([A-Z_]+)(:[?-])([^}]*)\}/g,
    (_, name: string, how, rest: string) => {
      const found = given[name];
      if (found !== undefined && found !== '') return found;
      if (how === ':-') return rest;
      throw new Error(`${name} is missing: ${rest}`);
    },
  );
}
