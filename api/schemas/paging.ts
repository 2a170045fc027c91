import { z } from 'zod';

/** Opaque: what it holds may change. */
export const pageTokenField = z
  .string()
  .max(500)
  .describe('`nextPageToken` of the page before. Left out for the first page.');

export const pageSizeField = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .describe('Most entries of a page.');

export const nextPageTokenField = z
  .string()
  .nullable()
  .describe('For the next page; null on the last one.');
