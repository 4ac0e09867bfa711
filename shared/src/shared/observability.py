"""Structured logs with a request id that travels through the broker, and the metrics every service has.

The request id is the trace id of W3C Trace Context: 32 hexadecimal digits.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("http_requests_total", "Requests answered", ["service", "method", "route", "status"])
LATENCY = Histogram(
    "http_request_seconds", "Time to answer", ["service", "route"], buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
)
OUTBOX_OLDEST = Gauge(
    "outbox_oldest_seconds", "Age of the oldest unpublished outbox row, seconds", ["service"], multiprocess_mode="mostrecent"
)
CONSUMER_LAG = Gauge(
    "consumer_lag_seconds", "Time from commit to visible of the last batch, seconds", ["service"], multiprocess_mode="mostrecent"
)
QUEUE_DEPTH = Gauge("consumer_queue_messages", "Messages waiting in the service's queue", ["service"], multiprocess_mode="mostrecent")
DEAD_LETTERS = Gauge("dead_letters", "Events set aside", ["service", "state"], multiprocess_mode="mostrecent")
WORKER_SEEN = Gauge(
    "worker_seen_seconds", "Time since the worker's last sign of life, seconds", ["service"], multiprocess_mode="mostrecent"
)

_TRACE_ID = re.compile(r"[0-9a-f]{32}")


def setup_logging(service: str, level: str = "INFO") -> None:
    """JSON lines on standard output; the standard library's loggers go the same way."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                lambda _logger, _name, event: {"service": service, **event},
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("pika").setLevel(logging.ERROR)


def get_logger() -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.get_logger()
    return logger


def new_request_id(given: str | None = None) -> str:
    """The caller's id when it is a trace id, else a fresh one."""
    return given if given and _TRACE_ID.fullmatch(given) else secrets.token_hex(16)


def request_id() -> str:
    """The id bound to this request or event; empty outside of both."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def traceparent() -> str:
    return f"00-{request_id() or secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def trace_id(parent: str) -> str:
    """The request id inside a ``traceparent``; empty when there is none."""
    parts = parent.split("-")
    return parts[1] if len(parts) == 4 and _TRACE_ID.fullmatch(parts[1]) else ""


@contextmanager
def bound_request_id(value: str) -> Iterator[None]:
    with structlog.contextvars.bound_contextvars(request_id=value):
        yield
