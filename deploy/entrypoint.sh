#!/bin/bash
# The role of a container of the service $SERVICE: web, worker, siapkan, or any other command of its command line.
set -euo pipefail
case ${1:-web} in
  web) exec gunicorn -c deploy/gunicorn.conf.py "$SERVICE.app:create_app()" ;;
  worker) exec python -m "$SERVICE.worker" ;;
  sehat) exec python -c "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/{os.environ[\"SERVICE\"]}/readyz', timeout=4)" ;;
  *) exec python -m "$SERVICE.cli" "$@" ;;
esac
