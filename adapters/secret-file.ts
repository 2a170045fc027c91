import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export const loopback = new Set(['127.0.0.1', '[::1]', '::1', 'localhost']);

/** Without TLS others could read a message on its way, or the secret that is sent along. */
export const secretUrl = z.url({ protocol: /^https?$/ }).refine(isPrivate, {
  error: 'must begin with https://; http:// is for this machine alone',
});

/**
 * What an operator has written into a file of secrets. Where it is not as it should be, `wrong` says
 * what, without any value: each may be a secret. An empty file, as where nothing is mounted, holds
 * nothing, and so does none at all.
 */
export async function readSecretFile<Schema extends z.ZodType>(
  file: string | undefined,
  schema: Schema,
): Promise<{ readonly content: z.output<Schema> } | { readonly wrong: string }> {
  const read = await readJson(file);
  if ('wrong' in read) return read;
  const parsed = schema.safeParse(read.json);
  if (parsed.success) return { content: parsed.data };
  const wrong = parsed.error.issues.map(({ path, message, code }) => {
    const where = path.join('.');
    // These two quote what stands there.
    const quotes = code === 'unrecognized_keys' || code === 'invalid_union';
    return `${where === '' ? 'the file' : where} ${quotes ? 'is not as expected' : message}`;
  });
  return { wrong: wrong.join('; ') };
}

async function readJson(
  file: string | undefined,
): Promise<{ readonly json: unknown } | { readonly wrong: string }> {
  if (file === undefined) return { json: {} };
  try {
    const text = await readFile(file, 'utf8');
    return { json: text.trim() === '' ? {} : JSON.parse(text) };
  } catch (error) {
    // What the parser says of a syntax error quotes the text around it.
    return { wrong: error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read' };
  }
}

function isPrivate(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || loopback.has(hostname);
}
