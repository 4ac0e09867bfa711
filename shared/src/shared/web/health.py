"""Alive, ready, and the figures Prometheus asks for."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from sqlalchemy.exc import SQLAlchemyError

from shared import clock
from shared.messaging.rabbitmq import is_reachable
from shared.observability import CONSUMER_LAG, DEAD_LETTERS, OUTBOX_OLDEST, QUEUE_DEPTH, WORKER_SEEN
from shared.persistence import SYSTEM, Database
from shared.persistence.migrations import current, head
from shared.web.context import public, runtime


def health_blueprint(name: str, migrations: Path) -> Blueprint:
    blueprint = Blueprint("health", __name__, url_prefix=f"/{name}")
    expected = head(migrations)

    def healthz() -> Response:
        return jsonify(status="ok")

    def readyz() -> tuple[Response, int]:
        """Not ready without database or at another migration; without broker only degraded, for pages go on working."""
        rt = runtime()
        checks = {"database": "down", "migration": "unknown", "broker": "down"}
        try:
            with rt.database.transaction(SYSTEM) as connection:
                found = current(connection)
                checks["database"] = "up"
                checks["migration"] = "head" if found == expected else f"at {found or 'nothing'}, expected {expected}"
        except SQLAlchemyError:
            pass
        checks["broker"] = "up" if is_reachable(rt.settings.amqp_url) else "down"
        ready = checks["database"] == "up" and checks["migration"] == "head"
        status = "ok" if ready and checks["broker"] == "up" else "degraded" if ready else "unavailable"
        return jsonify(status=status, checks=checks), 200 if ready else 503

    def metrics() -> Response:
        rt = runtime()
        try:
            _collect(name, rt.database)
        except SQLAlchemyError:
            OUTBOX_OLDEST.labels(name).set(float("nan"))
        registry: CollectorRegistry = REGISTRY
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    views: list[Callable[..., Any]] = [healthz, readyz, metrics]
    for view in views:
        blueprint.add_url_rule(f"/{view.__name__}", view.__name__, public(view))
    return blueprint


def _collect(name: str, database: Database) -> None:
    with database.transaction(SYSTEM) as connection:
        oldest = connection.execute(sa.text("SELECT min(created_at) FROM outbox WHERE published_at IS NULL")).scalar_one()
        waiting, parked = connection.execute(
            sa.text(
                "SELECT count(*) FILTER (WHERE diparkir_pada IS NULL), count(*) FILTER (WHERE diparkir_pada IS NOT NULL) FROM surat_mati"
            )
        ).one()
        beat = connection.execute(sa.text("SELECT pada, rincian FROM denyut WHERE komponen = 'worker'")).first()
    present = datetime.now(clock.UTC)
    OUTBOX_OLDEST.labels(name).set((present - oldest).total_seconds() if oldest else 0)
    DEAD_LETTERS.labels(name, "waiting").set(waiting)
    DEAD_LETTERS.labels(name, "parked").set(parked)
    if beat is not None:
        WORKER_SEEN.labels(name).set((present - beat.pada).total_seconds())
        CONSUMER_LAG.labels(name).set(float(beat.rincian.get("lag", 0)))
        QUEUE_DEPTH.labels(name).set(float(beat.rincian.get("depth", 0)))
