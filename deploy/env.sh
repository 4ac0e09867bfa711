#!/bin/bash
# Write the settings of docker-compose.yml with random secrets into .env (or the file named), unless it exists.
set -euo pipefail
cd "$(dirname "$0")/.."
file=${1:-.env}
[[ ! -e $file ]] || exit 0
umask 077
secret() { head -c 36 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
port=${KINERJA_PORT:-8080} profile=${KINERJA_PROFILE:-production}
{
  echo "KINERJA_PORT=$port"
  echo "KINERJA_URL=${KINERJA_URL:-http://127.0.0.1:$port}"
  echo "KINERJA_PROFILE=$profile"
  [[ $profile != demo ]] || echo "KINERJA_DEMO_CLOCK=${KINERJA_DEMO_CLOCK:-2026-01-19T09:00:00+07:00@$(date +%s)}"
  echo "KINERJA_SECRET_KEY=$(secret)"
  echo "RABBITMQ_PASSWORD=$(secret)"
  echo "POSTGRES_PASSWORD=$(secret)"
  for service in AUTH SKP CAPAIAN PENILAIAN LAPORAN; do echo "${service}_DB_PASSWORD=$(secret)"; done
} >"$file"
echo "secrets written to $file (readable by you alone; keep a copy with the backups)"
