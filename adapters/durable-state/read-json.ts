import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { StepFailure } from '../../activities/ports/failures.ts';
import { hasCode } from '../system-error.ts';

/**
 * Reads a state file; null when there is none.
 *
 * Errors: `needs-person` when the content is not what was written there, because guessing at a
 * damaged state could start or stop the wrong thing.
 */
export async function readJson<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
): Promise<z.infer<Shape> | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  const parsed = shape.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw new StepFailure(
    'needs-person',
    'state/damaged',
    `The state file ${path} is damaged${where}: ${issue?.message ?? 'it is not valid'}.`,
    'Compare what runs with what should run, then restore the file from a backup or remove it.',
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
