import { type Kysely, sql } from 'kysely';

/**
 * What lists filter by, each value in the order of the list: a page of a service that was released
 * long ago reads as little as one of today's. The database itself keeps the labels of each
 * projected release, whoever writes it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [table, addLabels, refreshLabels, ...triggers, label, ...unused]) {
    await sql.raw(statement).execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop function refresh_release_labels cascade').execute(db);
  await sql.raw('drop function add_release_labels').execute(db);
  await sql.raw('drop table release_labels').execute(db);
}

const table = `create table release_labels (
    kind text not null check (kind in ('service', 'environment', 'team')),
    value text not null,
    created_at timestamptz(3) not null,
    release text not null references release_projection on delete cascade,
    primary key (kind, value, created_at, release)
  )`;

const addLabels = `create function add_release_labels(projected release_projection)
  returns void language sql as $$
    insert into release_labels (kind, value, created_at, release)
    select kind, value, projected.created_at, projected.release
    from (
      select 'service' as kind, unnest(projected.services) as value
      union select 'environment', unnest(projected.environments)
      union select 'team', unnest(projected.teams)
    ) as labels $$`;

const refreshLabels = `create function refresh_release_labels()
  returns trigger language plpgsql as $$
    begin
      delete from release_labels where release = new.release;
      perform add_release_labels(new);
      return null;
    end $$`;

const triggers = [
  `create trigger release_labels_added after insert on release_projection
    for each row execute function refresh_release_labels()`,
  // A release is written with every fact, and its labels change hardly ever.
  `create trigger release_labels_changed after update on release_projection
    for each row when (
      (old.services, old.environments, old.teams, old.created_at)
        is distinct from (new.services, new.environments, new.teams, new.created_at))
    execute function refresh_release_labels()`,
  'create index release_labels_release on release_labels (release)',
];

const label = 'select count(add_release_labels(release_projection)) from release_projection';

/** No list asks them any more, and every new release had to be written into them. */
const unused = ['services', 'environments', 'teams'].map(
  (column) => `drop index release_projection_${column}`,
);
