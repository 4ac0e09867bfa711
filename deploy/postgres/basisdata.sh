#!/bin/bash
# One role and one database of its own for each service, with the password of the environment. Safe to repeat.
set -euo pipefail
export PGHOST=/var/run/postgresql PGUSER=postgres PGDATABASE=postgres

psql -v ON_ERROR_STOP=1 -q -v password="$POSTGRES_PASSWORD" <<<"ALTER ROLE postgres PASSWORD :'password';"
for service in auth skp capaian penilaian laporan; do
  variable=${service^^}_DB_PASSWORD
  psql -v ON_ERROR_STOP=1 -q -v role="$service" -v password="${!variable}" <<'SQL'
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
  PGPASSWORD=${!variable} PGHOST=postgres PGUSER=$service PGDATABASE=$service psql -qAtc "SELECT 1" >/dev/null
  echo "basis data $service siap"
done
