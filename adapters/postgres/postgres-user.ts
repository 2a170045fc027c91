import { execFileSync } from 'node:child_process';

/** The user and group that a server process runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const name = 'postgres';

/**
 * The user that PostgreSQL runs as: undefined (the present one) unless that is root, whom
 * PostgreSQL refuses. Then it is the system user `postgres`, made when it is missing.
 *
 * @throws when root cannot make the user.
 */
export function findPostgresUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = look();
  if (known !== undefined) return known;
  const failures = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/sh', name],
    ['adduser', '-S', '-D', '-H', name],
  ].map(run);
  const made = look();
  if (made !== undefined) return made;
  throw new Error(
    `PostgreSQL does not run as root, and the system user "${name}" could neither be found nor ` +
      `made (${failures.join('; ')}). Add it yourself (useradd --system ${name}) or run as ` +
      'another user than root.',
  );
}

function look(): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => {
    try {
      const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
      return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio }));
    } catch {
      return undefined;
    }
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function run([command = '', ...args]: string[]): string {
  try {
    execFileSync(command, args, { stdio: 'pipe' });
    return `${command} ended well`;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? command) : command;
  }
}
