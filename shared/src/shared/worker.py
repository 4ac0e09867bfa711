"""The worker of a service: relay, consumer, schedule and the audit trail's chainer, each in its thread, until SIGTERM."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shared import clock
from shared.jejak.perantai import Perantai
from shared.jejak.segel import Segel
from shared.messaging.consumer import Consumer, Handler
from shared.messaging.rabbitmq import Subscription
from shared.messaging.relay import Relay
from shared.observability import get_logger, setup_logging
from shared.persistence import SYSTEM, Database, UnitOfWork
from shared.settings import ServiceSettings

log = get_logger()
KEEP_PUBLISHED_DAYS = 3
KEEP_INBOX_DAYS = 30
KEEP_IDEMPOTENCY_DAYS = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A use case that the schedule runs every ``seconds`` in a system-scoped unit of work."""

    name: str
    seconds: float
    run: Callable[[UnitOfWork], None]


Background = Callable[[Callable[[], UnitOfWork], threading.Event], None]
"""``run(open_unit, stop)``: runs in its own thread until ``stop`` is set."""


def open_system_unit(cls: type[UnitOfWork], database: Database, settings: ServiceSettings) -> UnitOfWork:
    """A unit of work of the system itself: consumers, schedule, command line."""
    return cls(database, service=settings.name, instansi=SYSTEM, actor="", epoch=settings.epoch)


def run_worker(
    settings: ServiceSettings,
    unit_of_work: type[UnitOfWork],
    handlers: Mapping[type, Handler],
    jobs: Sequence[Job] = (),
    background: Mapping[str, Background] | None = None,
) -> None:
    """Run until SIGTERM or SIGINT; a dead thread ends the process, so that its supervisor starts it anew.

    ``background`` is work of minutes (an import): each has a thread of its own, and returns soon after the event is set.
    """
    setup_logging(settings.name, settings.log_level)
    clock.set_offset(settings.clock_offset)
    database = Database(settings.database_url)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    consumer = Consumer(handlers, lambda: open_system_unit(unit_of_work, database, settings))
    beat = _Heartbeat(database, consumer)
    chainer = Perantai(
        lambda: open_system_unit(unit_of_work, database, settings), Segel(settings.secret_key, settings.name), zaman=settings.epoch
    )
    threads = [
        threading.Thread(target=Relay(database, settings.amqp_url, stop).run, name="relay"),
        threading.Thread(target=_Schedule(settings, database, unit_of_work, consumer, jobs, beat, stop).run, name="schedule"),
        threading.Thread(target=chainer.run, args=(stop,), name="chainer"),
    ]
    if handlers:
        threads.append(threading.Thread(target=consumer.run, args=(settings.amqp_url, settings.name, stop, beat.saw), name="consumer"))
    threads += [
        threading.Thread(target=run, name=name, args=(lambda: open_system_unit(unit_of_work, database, settings), stop))
        for name, run in (background or {}).items()
    ]
    for thread in threads:
        thread.start()
    log.info("worker_started", threads=[t.name for t in threads])
    while not stop.wait(1.0):
        dead = [t.name for t in threads if not t.is_alive()]
        if dead:
            log.error("worker_thread_died", threads=dead)
            stop.set()
            raise SystemExit(1)
    for thread in threads:
        thread.join(timeout=20)
    log.info("worker_stopped")


class _Heartbeat:
    """Keeps the last lag and queue depth for the metrics."""

    def __init__(self, database: Database, consumer: Consumer) -> None:
        self._database = database
        self._consumer = consumer
        self._depth = 0
        self._asked = 0.0

    def saw(self, subscription: Subscription) -> None:
        if time.monotonic() - self._asked > 5:
            self._asked = time.monotonic()
            self._depth = subscription.depth()

    def write(self) -> None:
        with self._database.transaction(SYSTEM) as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO denyut (komponen, pada, rincian) VALUES ('worker', now(), jsonb_build_object('lag', CAST(:lag AS float), 'depth', CAST(:depth AS int)))"
                    " ON CONFLICT (komponen) DO UPDATE SET pada = excluded.pada, rincian = excluded.rincian"
                ),
                {"lag": self._consumer.last_lag, "depth": self._depth},
            )


class _Schedule:
    def __init__(
        self,
        settings: ServiceSettings,
        database: Database,
        unit_of_work: type[UnitOfWork],
        consumer: Consumer,
        jobs: Sequence[Job],
        beat: _Heartbeat,
        stop: threading.Event,
    ) -> None:
        self._settings, self._database, self._unit_of_work, self._stop = settings, database, unit_of_work, stop
        self._tasks: list[tuple[str, float, Callable[[], object]]] = [
            ("heartbeat", 5, beat.write),
            ("retry_dead_letters", 2, consumer.retry_due),
            ("clean", 3600, self._clean),
        ]
        self._tasks += [(job.name, job.seconds, lambda job=job: self._run_job(job)) for job in jobs]  # type: ignore[misc]

    def _run_job(self, job: Job) -> None:
        with open_system_unit(self._unit_of_work, self._database, self._settings) as uow:
            job.run(uow)

    def _clean(self) -> None:
        """Remove what has served its time, in bounded batches."""
        for table, column, days in (
            ("outbox", "published_at", KEEP_PUBLISHED_DAYS),
            ("inbox", "received_at", KEEP_INBOX_DAYS),
            ("idempotensi", "created_at", KEEP_IDEMPOTENCY_DAYS),
        ):
            with self._database.transaction(SYSTEM) as connection:
                connection.execute(
                    sa.text(
                        f"DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} WHERE {column} < now() - make_interval(days => :days) LIMIT 20000)"  # noqa: S608
                    ),
                    {"days": days},
                )

    def run(self) -> None:
        due = dict.fromkeys((name for name, _, _ in self._tasks), 0.0)
        while not self._stop.wait(0.5):
            for name, seconds, task in self._tasks:
                if time.monotonic() < due[name]:
                    continue
                due[name] = time.monotonic() + seconds
                try:
                    task()
                except SQLAlchemyError as error:
                    log.warning("schedule_waiting", task=name, error=type(error).__name__)
                except Exception:
                    log.exception("schedule_job_failed", task=name)
