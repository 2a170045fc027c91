import { z } from 'zod';

/** A table, with its schema where that is not `public`. */
export const tableName = z
  .string()
  .max(200)
  .regex(/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/, {
    error: 'The name of a table, such as `schema_migrations` or `audit.applied`.',
  });
