import { sql } from 'kysely';
import type { DutyOrigin } from '../domain/proposal/why-unconfirmed.ts';
import { latestFile, latestFiles } from './applied-files.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/** What is applied at the moment of asking, by kind. */
export function createAppliedReads(db: Db) {
  return {
    catalog: async () => {
      const latest = await latestFile(db, 'Catalog', null);
      return latest === null ? null : { catalog: latest.document, digest: latest.digest };
    },
    policy: async (name: string) => {
      const latest = await latestFile(db, 'Policy', name);
      return latest === null ? null : { policy: latest.document, digest: latest.digest };
    },
    policies: async () => (await latestFiles(db, 'Policy')).map(({ document }) => document),
    calendars: () => latestFiles(db, 'Calendar'),
    portfolios: async () => (await latestFiles(db, 'Portfolio')).map(({ document }) => document),
    audiences: async () => (await latestFiles(db, 'Audience')).map(({ document }) => document),
    proposals: async () => (await latestFiles(db, 'Proposal')).map(({ document }) => document),
    lowerings: async () => (await latestFiles(db, 'Lowering')).map(({ document }) => document),
    duties: async () => (await latestFile(db, 'Duties', null))?.document ?? null,
    dutyOrigin: () => dutyOrigin(db),
  };
}

/** How the duties that are applied came to count, as far as the records tell. */
function dutyOrigin(db: Db): Promise<DutyOrigin> {
  return reaching(async () => {
    const versions = await db
      .selectFrom('applied_files')
      .select('version')
      .where('kind', '=', 'Duties')
      .limit(2)
      .execute();
    const confirmed = await db
      .selectFrom('applied_files')
      .select('document')
      .where('kind', '=', 'Proposal')
      .where(sql`document -> 'closed' ->> 'outcome'`, '=', 'confirmed')
      .where(sql<boolean>`document::jsonb @> '{"documents":[{"kind":"Duties"}]}'`)
      .orderBy('turn', 'desc')
      .limit(1)
      .executeTakeFirst();
    const proposal = (confirmed?.document ?? null) as DutyOrigin['proposal'];
    return { isFirst: versions.length === 1, proposal };
  });
}
