import { z } from 'zod';

const error =
  'A version begins with a digit and has letters, digits, `.`, `-` and `+`, without a `v`, ' +
  'such as `1.4.0` or `2026.11.3`.';

/**
 * A version, exactly as written: nothing is trimmed or completed. Whether its scheme is the right
 * one is the policy's to say.
 */
export const version = z
  .string({ error })
  .max(128, 'A version has at most 128 characters.')
  .regex(/^\d[0-9A-Za-z.+-]*$/, error)
  .describe(
    'A version, such as `1.4.0`, in the scheme of the policy; in quotes where YAML sees a number.',
  );
