import { z } from 'zod';

/**
 * Lower-case letters, digits and inner hyphens, so that a name fits into ids, folders, hosts and
 * tags.
 */
export const name = z
  .string()
  .max(63, 'A name has at most 63 characters.')
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'A name consists of lower-case letters, digits and inner hyphens, such as `web-shop`.',
  )
  .describe('Lower-case letters, digits and inner hyphens; at most 63 characters.');

/** Text for people, of at least one visible character. */
export const sentence = z
  .string()
  .max(2000, 'A text has at most 2000 characters.')
  .regex(/\S/, 'A text that people shall read is not empty.');

/** Id of a stage as plans have it: its kind, behind its environment where it has one. */
export const stageId = z
  .string()
  .max(127)
  .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/, 'A stage is called as in the plan, such as `staging/uat`.')
  .describe('Id of a stage, as the plan shows it.');
