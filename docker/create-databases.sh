#!/bin/sh
# Run by the PostgreSQL image when its volume is empty: two users that own their databases and
# nothing else. Passwords travel as variables of psql, which quotes them.
set -eu

psql --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres \
  --set=temporal_password="$TEMPORAL_DB_PASSWORD" \
  --set=tidegate_password="$TIDEGATE_DB_PASSWORD" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE ROLE tidegate LOGIN PASSWORD :'tidegate_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE DATABASE tidegate OWNER tidegate;
REVOKE CONNECT ON DATABASE temporal, temporal_visibility, tidegate FROM PUBLIC;
SQL
