import { parse } from 'semver';
import { z } from 'zod';

const error =
  'A version is a text of the form MAJOR.MINOR.PATCH (SemVer 2.0.0) without a `v`, such as ' +
  '`1.4.0` or `2.0.0-rc.1`.';

/** A version under SemVer 2.0.0, exactly as written: nothing is trimmed or completed. */
export const version = z
  .string({ error })
  .max(128, 'A version has at most 128 characters.')
  .refine((text) => /^\d\S*$/.test(text) && parse(text) !== null, { error })
  .describe('A version under SemVer 2.0.0, such as `1.4.0`; in quotes where YAML sees a number.');
