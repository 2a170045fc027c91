import { z } from 'zod';
import { name, sentence } from './field/name.ts';

export const apiVersion = 'tidegate.dev/v1';
export const kinds = [
  'Release',
  'Catalog',
  'Policy',
  'Calendar',
  'Portfolio',
  'Duties',
  'Audience',
] as const;
export type Kind = (typeof kinds)[number];

/** Of these kinds one document counts, whatever its name. */
export function onlyOne(kind: Kind): boolean {
  return kind === 'Catalog' || kind === 'Duties';
}

const metadata = z.strictObject({
  name: name.describe('Unique among the documents of its kind.'),
  title: sentence.optional().describe('What people read in lists. By default the name.'),
  description: z.string().max(10_000).default('').describe('Free text. By default empty.'),
});

/** The frame that all documents share, around the `spec` of one kind. */
export function documentOf<DocumentKind extends Kind, Spec extends z.ZodType>(
  kind: DocumentKind,
  spec: Spec,
) {
  return z.strictObject({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata,
    spec,
  });
}
