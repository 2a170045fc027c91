/**
 * Decides what to run. `migrations` are those of this build, `applied` those that the database
 * records, both oldest first. A database may be ahead of the build: an older build finds nothing
 * to do there and leaves it alone.
 */

/** Where the database stands: names of what is applied and pending, and the version reached. */
export function stateOf(migrations, applied) {
  return {
    applied: applied.map(({ name }) => name),
    pending: pendingOf(migrations, applied).map(({ name }) => name),
    version: applied.at(-1)?.version ?? '0000',
  };
}

/** The migrations to apply, in order. Throws when build and database contradict each other. */
export function planUp(migrations, applied) {
  refuseChanges(migrations, applied);
  const pending = pendingOf(migrations, applied);
  const newest = applied.at(-1);
  const late = pending.find(({ version }) => newest && version < newest.version);
  if (late) {
    throw new Error(
      `${late.name} is older than ${newest.name}, which the database already has. ` +
        'Give it the next free number.',
    );
  }
  return pending;
}

/** The migrations to take back, newest first, so that `target` is the last one left. */
export function planDown(migrations, applied, target) {
  refuseChanges(migrations, applied);
  const version = target.padStart(4, '0');
  const known = [...migrations, ...applied].some((migration) => migration.version === version);
  if (version !== '0000' && !known) {
    const versions = migrations.map((migration) => migration.version).join(', ');
    throw new Error(`There is no migration ${version}. Choose 0 or one of: ${versions}.`);
  }
  return applied
    .filter((migration) => migration.version > version)
    .map((migration) => ours(migrations, migration))
    .toReversed();
}

function pendingOf(migrations, applied) {
  const done = new Set(applied.map(({ version }) => version));
  return migrations.filter(({ version }) => !done.has(version));
}

function ours(migrations, { version, name }) {
  const migration = migrations.find((candidate) => candidate.version === version);
  if (migration) return migration;
  throw new Error(
    `${name} came from a newer build and only that build knows the way back. Use it.`,
  );
}

function refuseChanges(migrations, applied) {
  for (const { version, name, sha256 } of applied) {
    const migration = migrations.find((candidate) => candidate.version === version);
    if (!migration || migration.sha256 === sha256) continue;
    throw new Error(
      `${name} is not the file that was applied to this database. ` +
        'Restore it, and put the change into a new migration.',
    );
  }
}
