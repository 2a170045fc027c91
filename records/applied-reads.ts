import { latestFile, latestFiles } from './applied-files.ts';
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
    duties: async () => (await latestFile(db, 'Duties', null))?.document ?? null,
  };
}
