import { z } from 'zod';
import { givenLevels, type Portfolio } from '../domain/portfolio/priority.ts';
import { documentOf } from './document.ts';
import { name, sentence } from './field/name.ts';

const decision = z.strictObject({
  release: name.describe('The release that it is about, started or not.'),
  level: z.enum(givenLevels).describe('It counts over what the release says of itself.'),
  reason: sentence.describe('Why, for those who wait.'),
});

const portfolioSpec = z.strictObject({
  owner: name.describe('Group whose people alone change it.'),
  decisions: z.array(decision).max(2000).describe('Which releases go before or after others.'),
});

/** `kind: Portfolio`: who goes first where releases meet, decided by those who own all of them. */
export const portfolioDocument = documentOf('Portfolio', portfolioSpec).meta({
  title: 'Portfolio',
  description: 'Which releases go first where several meet.',
});

/** What the document means. */
export function toPortfolio({ metadata, spec }: z.output<typeof portfolioDocument>): Portfolio {
  return { name: metadata.name, ...spec };
}
