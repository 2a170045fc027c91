import pg from 'pg';
import { initialState } from '../domain/release/state.ts';
import { HttpPerson } from './http-person.ts';
import { compare, type Measured } from './statistics.ts';
import type { Subject } from './subject.ts';

type Listed = { readonly nextPageToken: string | null };

const pageSize = 50;
const rounds = 15;
const few = 1_000;

/**
 * Pages of lists and of events with many releases in the records, against the same pages with a
 * thousand. One figure for each question, and the worst of them as the metric.
 */
export async function measureLists(
  subject: Subject,
  databaseUrl: string,
  many: number,
): Promise<readonly Measured[]> {
  const person = await HttpPerson.of(subject, 'rita');
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await fill(database, 0, few);
    const withFew = await timePages(person);
    await fill(database, few, many);
    const withMany = await timePages(person);
    const measured = [...withFew].map(([question, control]) =>
      compare('list-100k', 'ms', withMany.get(question) ?? [], control, { question, many, few }),
    );
    return measured.toSorted((left, right) => right.ratio - left.ratio).slice(0, 1);
  } finally {
    await database.end();
  }
}

/** Releases as the projection shows them, with their plans and five facts of each in the ledger. */
async function fill(database: pg.Client, from: number, to: number): Promise<void> {
  const state = { ...initialState(), seq: 5, title: 'Autumn', services: ['service-1'] };
  await database.query(
    `insert into release_projection
     select 'listed-' || n, $3::json, 5,
       case when n % 10 = 0 then 'rolling-out' else 'closed' end,
       case when n % 10 = 0 then 'rolling-out' else 'released' end,
       'Release ' || n || ' of autumn', array['service-' || n % 200], array['production'],
       array['team-' || n % 20], now() - n * interval '1 minute', now()
     from generate_series($1::int, $2::int - 1) as n`,
    [from, to, JSON.stringify(state)],
  );
  await database.query(
    `insert into plans (release, request_digest, plan, plan_digest, requested_by, seal)
     select 'listed-' || n, '', '{"components": []}', '', '', ''
     from generate_series($1::int, $2::int - 1) as n`,
    [from, to],
  );
  await database.query(
    `insert into ledger
     select 'listed-' || n, position, 'fact', position,
       json_build_object('seq', position, 'at', '2026-01-01T00:00:00.000Z',
         'event', json_build_object('type', 'release.resumed', 'by', 'p-1')),
       'sha256:' || n, 'sha256:' || n, 'sha256:' || n, now()
     from generate_series($1::int, $2::int - 1) as n, generate_series(1, 5) as position`,
    [from, to],
  );
  await database.query('analyze');
}

async function timePages(person: HttpPerson): Promise<ReadonlyMap<string, readonly number[]>> {
  const first = `/v1/releases?pageSize=${pageSize}`;
  // A page far behind the first, which must not cost what lies before it.
  let deep = first;
  for (let page = 0; page < 15; page += 1) {
    const { nextPageToken } = await person.get<Listed>(deep);
    if (nextPageToken === null) break;
    deep = `${first}&pageToken=${encodeURIComponent(nextPageToken)}`;
  }
  const questions = {
    'first page': first,
    'deep page': deep,
    state: `${first}&state=rolling-out`,
    service: `${first}&service=service-7`,
    team: `${first}&team=team-7`,
    environment: `${first}&environment=production`,
    events: '/v1/releases/listed-500/events',
  };
  const times = new Map<string, readonly number[]>();
  for (const [question, path] of Object.entries(questions)) {
    const taken: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      await person.get(path);
      taken.push(performance.now() - startedAt);
    }
    times.set(question, taken);
  }
  return times;
}
