import { z } from 'zod';

const error =
  'A path here is relative, with `/` between its parts and without `..`, such as `services/web`.';

/** A path that stays below the folder it starts from. */
export const relativePath = z
  .string()
  .max(400)
  .refine((text) => /^[^/\\\0]/.test(text) && !/[\\\0]|^[a-zA-Z]:/.test(text), { error })
  .refine((text) => !text.split('/').includes('..'), { error });
