"""gunicorn for every service, natively and in containers; the environment says the rest."""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "sync"  # 1.4 times the rate of threads on database work; a proxy in front buffers slow clients
preload_app = True  # one copy of the code in memory; the database pool connects after the fork
timeout = 30
graceful_timeout = 20
keepalive = 2
backlog = 512
max_requests = 0
limit_request_line = 8190
limit_request_field_size = 16380
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn's heartbeat, never on a disk
accesslog = None  # the application logs each request itself, with its request id
errorlog = "-"
loglevel = "warning"
control_socket_disable = True

# The workers' metrics meet in files; prometheus_client reads the variable when it is imported. Files of an earlier run are none of ours.
_metrics = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR") or tempfile.mkdtemp(prefix="kinerja-metrics-"))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics)
if os.environ.get("KINERJA_METRICS_OWNER") != str(os.getpid()):
    shutil.rmtree(_metrics, ignore_errors=True)
    _metrics.mkdir(parents=True)
    os.environ["KINERJA_METRICS_OWNER"] = str(os.getpid())


def when_ready(_server: Any) -> None:
    """Before the first fork: a collection in a worker would write to every object, and make each page of the one copy its own."""
    gc.collect()
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    shutil.rmtree(_metrics, ignore_errors=True)
