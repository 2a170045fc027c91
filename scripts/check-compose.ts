// docker-compose.yml as docker-compose itself reads it: accepted with every secret, refused when
// any one of them is missing, and no container ends up with a variable that nobody filled in.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { findDockerCompose } from './compose/docker-compose.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The variables without a default, by the way in which the file demands them. */
function requiredVariables(): string[] {
  const text = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8');
  return [...new Set([...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name = '']) => name))];
}

/** Only these may be empty: without them, something that nobody asked for is switched off. */
const optional = ['OTEL_EXPORTER_OTLP_ENDPOINT'];

type Variables = Readonly<Record<string, string>>;

/** docker-compose's own reading of the file with these variables and no others. */
function read(program: string, env: Variables, ...how: readonly string[]) {
  return execa(program, ['--profile', '*', 'config', ...how], {
    cwd: root,
    // Neither a .env file nor this shell may fill in what is missing.
    env: { PATH: process.env.PATH, COMPOSE_DISABLE_ENV_FILE: '1', ...env },
    extendEnv: false,
    reject: false,
  });
}

/** Why docker-compose does not accept the file with these variables; null when it does. */
async function refusal(program: string, env: Variables): Promise<string | null> {
  const result = await read(program, env, '--quiet');
  return result.failed ? result.stderr : null;
}

type Resolved = {
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Variables> }>>;
};

/** Variables that a container would find empty, as `service: NAME`. */
async function emptyVariables(program: string, env: Variables): Promise<readonly string[]> {
  const { stdout } = await read(program, env, '--format', 'json');
  const { services } = JSON.parse(stdout) as Resolved;
  return Object.entries(services).flatMap(([service, { environment = {} }]) =>
    Object.entries(environment)
      .filter(([name, value]) => value === '' && !optional.includes(name))
      .map(([name]) => `${service}: ${name}`),
  );
}

async function main(): Promise<void> {
  const program = await findDockerCompose((line) => console.log(line));
  const names = requiredVariables();
  const whole = Object.fromEntries(names.map((name) => [name, 'given']));
  const refused = await refusal(program, whole);
  if (refused !== null) throw new Error(`docker-compose refuses docker-compose.yml: ${refused}`);
  const empty = await emptyVariables(program, whole);
  if (empty.length > 0) throw new Error(`Nobody fills in ${empty.join(', ')}.`);
  for (const name of names) {
    const { [name]: _, ...rest } = whole;
    const reason = await refusal(program, rest);
    if (reason?.includes(name) === true) continue;
    throw new Error(
      `docker-compose.yml is accepted without ${name}, or refused for another reason.`,
    );
  }
  console.log(`docker-compose.yml is whole, and demands each of ${names.join(', ')}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
