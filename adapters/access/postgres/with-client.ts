import pg from 'pg';
import type { AccessPlace } from '../../../activities/ports/access-granter.ts';
import { StepFailure } from '../../../activities/ports/failures.ts';
import { messageOf } from '../../system-error.ts';

const connectWithinMs = 5_000;
const answerWithinMs = 10_000;

/** The address of a database, with a user who may make roles there; undefined: it is unknown. */
export type AddressOf = (place: AccessPlace) => Promise<string | undefined>;

/**
 * Does some work on the database of a place, in one transaction: all of it takes effect, or
 * nothing. What the driver says is told without the address, which holds a password.
 */
export async function withClient<Result>(
  place: AccessPlace,
  addressOf: AddressOf,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const connectionString = await addressOf(place);
  if (connectionString === undefined) throw unknown(place);
  const client = new pg.Client({
    connectionString,
    application_name: 'tidegate-access',
    connectionTimeoutMillis: connectWithinMs,
    statement_timeout: answerWithinMs,
    query_timeout: answerWithinMs,
  });
  // A connection that breaks fails the query that waits on it. Nobody needs to hear it twice.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    throw error instanceof StepFailure ? error : unusable(place, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Of the kind `retry`: what was let in there has to be let out when the address is back. */
function unknown({ environment, resource }: AccessPlace): StepFailure {
  return new StepFailure(
    'retry',
    'access/unknown-address',
    `The worker knows no database ${resource} of ${environment}.`,
    'Name its address in the file of TIDEGATE_ACCESS_DATABASES; the worker reads it again.',
  );
}

function unusable({ environment, resource }: AccessPlace, error: unknown): StepFailure {
  return new StepFailure(
    'retry',
    'access/database-away',
    `${resource} of ${environment} did not do what it was asked: ${messageOf(error)}.`,
    'Look at its log, and mend the cause; this is tried again by itself.',
  );
}
