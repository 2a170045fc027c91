import { sql } from 'kysely';
import type { RehearsalAccount } from '../domain/rehearsal/account.ts';
import type { RehearsalOrder } from '../domain/rehearsal/order.ts';
import type { RecordedRehearsal } from '../domain/rehearsal/recorded.ts';
import { reaching } from './connect.ts';
import type { Db } from './database.ts';

/** So many of the latest count; older ones are too old for whoever asks. */
const mostRead = 50;

type Noted = Pick<RehearsalOrder, 'plan' | 'planDigest' | 'requestedBy' | 'fail' | 'nobody'>;

/** What was rehearsed, with which plan, and how it ended. */
export function createRehearsalRecords(db: Db) {
  return {
    noteRehearsal: (rehearsal: string, order: Noted) => noteRehearsal(db, rehearsal, order),
    keepAccount: (rehearsal: string, account: RehearsalAccount) =>
      keepAccount(db, rehearsal, account),
    rehearsalsOf: (release: string) => rehearsalsOf(db, release),
  };
}

/** Notes what is about to be rehearsed, bound to the digest of its plan. */
function noteRehearsal(db: Db, rehearsal: string, order: Noted): Promise<void> {
  return reaching(async () => {
    const { plan, planDigest, requestedBy, fail, nobody } = order;
    await db
      .insertInto('rehearsals')
      .values({
        rehearsal,
        release: plan.name,
        plan_digest: planDigest,
        requested_by: requestedBy,
        mishaps: JSON.stringify({ fail, nobody }),
      })
      .execute();
  });
}

/** Keeps the account of a noted rehearsal. The first one stays; of others nothing is kept. */
function keepAccount(db: Db, rehearsal: string, account: RehearsalAccount): Promise<void> {
  return reaching(async () => {
    await db
      .updateTable('rehearsals')
      .set({ account: JSON.stringify(account), ended_at: sql<Date>`clock_timestamp()` })
      .where('rehearsal', '=', rehearsal)
      .where('account', 'is', null)
      .execute();
  });
}

/** The latest rehearsals of releases of that name that have ended. */
function rehearsalsOf(db: Db, release: string): Promise<readonly RecordedRehearsal[]> {
  return reaching(async () => {
    const rows = await db
      .selectFrom('rehearsals')
      .select(['rehearsal', 'plan_digest', 'account', 'ended_at'])
      .where('release', '=', release)
      .where('account', 'is not', null)
      .orderBy('ended_at', 'desc')
      .limit(mostRead)
      .execute();
    return rows.flatMap(({ rehearsal, plan_digest: planDigest, account, ended_at: endedAt }) =>
      account === null || endedAt === null
        ? []
        : [
            {
              rehearsal,
              planDigest,
              endedAt: endedAt.toISOString(),
              account: JSON.parse(account) as RehearsalAccount,
            },
          ],
    );
  });
}
