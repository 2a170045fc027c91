import { z } from 'zod';
import { name } from './name.ts';

const argument = z
  .string()
  .max(8000)
  .refine((text) => !text.includes('\0'), { error: 'An argument holds no NUL character.' });

/** A program and its arguments; no shell ever reads it. */
export const command = z
  .array(argument, {
    error: 'A command is a list of a program and its arguments, such as `[npm, test]`: no shell.',
  })
  .min(1, 'A command names at least its program.')
  .max(200)
  .refine((parts) => parts[0] !== '', { error: 'A command names at least its program.' })
  .describe('A program and its arguments as a list. It never goes through a shell.');

export const namedCommand = z.strictObject({ name, command });
