// docker-compose.yml as docker-compose itself reads it: accepted with every secret, and refused
// when any one of them is missing.
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

/** Why docker-compose does not accept the file with these variables; null when it does. */
async function refusal(program: string, env: Record<string, string>): Promise<string | null> {
  const result = await execa(program, ['--profile', '*', 'config', '--quiet'], {
    cwd: root,
    // Neither a .env file nor this shell may fill in what is missing.
    env: { PATH: process.env.PATH, COMPOSE_DISABLE_ENV_FILE: '1', ...env },
    extendEnv: false,
    reject: false,
  });
  return result.failed ? result.stderr : null;
}

async function main(): Promise<void> {
  const program = await findDockerCompose((line) => console.log(line));
  const names = requiredVariables();
  const whole = Object.fromEntries(names.map((name) => [name, 'given']));
  const refused = await refusal(program, whole);
  if (refused !== null) throw new Error(`docker-compose refuses docker-compose.yml: ${refused}`);
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
