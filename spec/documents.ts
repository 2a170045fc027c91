import type { z } from 'zod';
import type { CalendarEntry } from '../domain/calendar/entry.ts';
import type { DutySet } from '../domain/duties/duty-set.ts';
import type { Audience } from '../domain/message/message.ts';
import type { Catalog } from '../domain/plan/catalog.ts';
import type { Policy } from '../domain/plan/policy.ts';
import type { ReleaseSpec } from '../domain/plan/spec.ts';
import type { Portfolio } from '../domain/portfolio/priority.ts';
import { audienceDocument, toAudience } from './audience.ts';
import { calendarDocument, toCalendarEntries } from './calendar.ts';
import { catalogDocument, toCatalog } from './catalog.ts';
import type { Kind } from './document.ts';
import { dutiesDocument, toDutySet } from './duties.ts';
import { policyDocument, toPolicy } from './policy.ts';
import { portfolioDocument, toPortfolio } from './portfolio.ts';
import { releaseDocument, toReleaseSpec } from './release.ts';

/** A document that was understood, with what it means. */
export type Document =
  | { readonly kind: 'Release'; readonly name: string; readonly content: ReleaseSpec }
  | { readonly kind: 'Catalog'; readonly name: string; readonly content: Catalog }
  | { readonly kind: 'Policy'; readonly name: string; readonly content: Policy }
  | {
      readonly kind: 'Calendar';
      readonly name: string;
      readonly content: readonly CalendarEntry[];
    }
  | { readonly kind: 'Portfolio'; readonly name: string; readonly content: Portfolio }
  | { readonly kind: 'Duties'; readonly name: string; readonly content: DutySet }
  | { readonly kind: 'Audience'; readonly name: string; readonly content: Audience };

export type DocumentOf<DocumentKind extends Kind> = Extract<Document, { kind: DocumentKind }>;

/** The schema of each kind, as people write it. */
export const schemas = {
  Release: releaseDocument,
  Catalog: catalogDocument,
  Policy: policyDocument,
  Calendar: calendarDocument,
  Portfolio: portfolioDocument,
  Duties: dutiesDocument,
  Audience: audienceDocument,
} as const satisfies Record<Kind, z.ZodType>;

type Understood = { readonly document: Document } | { readonly error: z.ZodError };

/** Understands a value as a document of one kind, or says what is wrong with it. */
export function understand(kind: Kind, value: unknown): Understood {
  switch (kind) {
    case 'Release':
      return outcome(releaseDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toReleaseSpec(parsed),
      }));
    case 'Catalog':
      return outcome(catalogDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toCatalog(parsed),
      }));
    case 'Policy':
      return outcome(policyDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toPolicy(parsed),
      }));
    case 'Calendar':
      return outcome(calendarDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toCalendarEntries(parsed),
      }));
    case 'Portfolio':
      return outcome(portfolioDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toPortfolio(parsed),
      }));
    case 'Duties':
      return outcome(dutiesDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toDutySet(parsed),
      }));
    case 'Audience':
      return outcome(audienceDocument.safeParse(value), (parsed) => ({
        kind,
        name: parsed.metadata.name,
        content: toAudience(parsed),
      }));
  }
}

function outcome<Parsed>(
  result: z.ZodSafeParseResult<Parsed>,
  toDocument: (parsed: Parsed) => Document,
): Understood {
  return result.success ? { document: toDocument(result.data) } : { error: result.error };
}
