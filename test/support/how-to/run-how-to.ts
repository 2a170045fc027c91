import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A command that a document shows, and the answer that it shows below. */
export type ShownStep = { readonly script: string; readonly answer: unknown };

/** Every command of a document. Throws when one of them has no answer below it. */
export function readSteps(path: string): readonly ShownStep[] {
  const text = readFileSync(path, 'utf8');
  const scripts = text.match(/^```sh$/gm) ?? [];
  const steps = [...text.matchAll(/^```sh\n(.*?)^```\n\n```json\n(.*?)^```$/gms)].map(
    ([, script = '', answer = '']): ShownStep => ({ script, answer: JSON.parse(answer) }),
  );
  if (steps.length === scripts.length) return steps;
  throw new Error(`${path} has ${scripts.length} commands, and ${steps.length} with an answer.`);
}

/** Types a command into a shell, as a reader would. `tokens` are by person. */
export async function typeIn(
  { script }: ShownStep,
  {
    origin,
    tokens,
  }: { readonly origin: string; readonly tokens: Readonly<Record<string, string>> },
): Promise<unknown> {
  const names = Object.entries(tokens).map(([person, token]) => [`TOKEN_${person}`, token]);
  const env = { ...process.env, API: origin, ...Object.fromEntries(names) };
  const token = 'token() { local name="TOKEN_$1"; printf %s "${!name}"; }';
  const { stdout } = await run('bash', ['-euc', `${token}\n${script}`], { env, timeout: 20_000 });
  return JSON.parse(stdout);
}
