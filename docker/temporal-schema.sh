#!/bin/sh
# Brings Temporal's two databases to the schema of this version. Doing it again changes nothing.
set -eu

for database in temporal visibility; do
  name=temporal
  [ "$database" = visibility ] && name=temporal_visibility
  tool() {
    temporal-sql-tool --plugin postgres12 --endpoint "${POSTGRES_HOST:-postgres}" \
      --port "${POSTGRES_PORT:-5432}" --user temporal --database "$name" "$@"
  }
  tool setup-schema --version 0.0
  tool update-schema --schema-name "postgresql/v12/$database"
done
