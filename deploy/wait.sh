#!/bin/bash
# Wait until nginx passes every service's readiness on, then say where Kinerja is.
set -euo pipefail
cd "$(dirname "$0")/.."
port=${KINERJA_PORT:-$(sed -n 's/^KINERJA_PORT=//p' .env 2>/dev/null)}
url=http://127.0.0.1:${port:-8080}
for service in auth skp capaian penilaian laporan; do
  for attempt in $(seq 120); do
    if python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=5)' "$url/$service/readyz" 2>/dev/null; then continue 2; fi
    sleep 1
  done
  echo "$service is not ready after 2 minutes: docker compose logs $service" >&2
  exit 1
done
echo "Kinerja: $url"
