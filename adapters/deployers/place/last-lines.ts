import { open } from 'node:fs/promises';

const TAIL_BYTES = 8 * 1024;
const SHORTEST_SECRET = 4;

/**
 * The last lines of a log for an error message, without the values that a program was given in its
 * environment: programs like to print them, and errors travel far.
 */
export async function lastLines(
  path: string,
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const text = hideValues(await tailOf(path), env);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

/** Replaces every value of the environment by its name. */
function hideValues(text: string, env: Readonly<Record<string, string>>): string {
  const values = Object.entries(env)
    .filter(([, value]) => value.length >= SHORTEST_SECRET)
    .toSorted(([, one], [, other]) => other.length - one.length);
  return values.reduce((shown, [name, value]) => shown.replaceAll(value, `<${name}>`), text);
}

async function tailOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - TAIL_BYTES);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}
