"""One engine a process, and the transaction every unit of work runs in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import msgspec
import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError


class Database:
    """The service's own database. ``transaction`` commits at its end, and rolls back when the body raises."""

    def __init__(self, url: str, *, pool_size: int = 4) -> None:
        self.engine = sa.create_engine(
            url,
            pool_size=pool_size,
            max_overflow=2,
            pool_timeout=5,
            pool_recycle=1800,
            hide_parameters=True,  # an error's text goes into logs and causes: no names, NIPs or ratings in it
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
            connect_args={
                "autocommit": True,  # the driver begins nothing of its own: transactions begin in _begin
                "connect_timeout": 3,
                "application_name": "kinerja",
                "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
            },
        )

    @contextmanager
    def transaction(self, instansi: str) -> Iterator[sa.Connection]:
        """A connection inside a transaction whose row-level security is set to ``instansi`` (a UUID, or ``*`` for the system)."""
        connection = self._begin(instansi)
        try:
            yield connection
            connection.commit()
        except BaseException:
            if not connection.invalidated:
                connection.rollback()
            raise
        finally:
            connection.close()

    def _begin(self, instansi: str) -> sa.Connection:
        """Begin and set row-level security in one round trip. A pooled connection may have died with the server: then a fresh one is tried once."""
        frame = _frame(instansi)
        try:
            return self._begun(frame)
        except OperationalError:
            self.engine.dispose()  # its other idle connections died with it
            return self._begun(frame)

    def _begun(self, frame: str) -> sa.Connection:
        connection = self.engine.connect()
        driver = cast("psycopg.Connection", connection.connection.driver_connection)
        try:
            driver.execute(frame, prepare=False)
        except psycopg.Error as error:
            connection.invalidate()
            connection.close()
            raise OperationalError("BEGIN", None, error, connection_invalidated=True) from error
        return connection

    def rows(self, statement: sa.Executable) -> Sequence[sa.Row[Any]]:
        """A read of its own, outside any unit of work and in one round trip: for tables without row-level security."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return connection.execute(statement).all()

    @contextmanager
    def alone(self, key: int) -> Iterator[bool]:
        """Whether no other process is inside with this ``key`` now. Nobody waits, and no transaction stays open meanwhile."""
        with self.engine.connect() as connection:
            taken = bool(connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one())
            try:
                yield taken
            finally:
                if taken:
                    connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": key})

    def dispose(self) -> None:
        self.engine.dispose()


@lru_cache(maxsize=1024)
def _frame(instansi: str) -> str:
    """Text of our own alone: whatever is no UUID (nor ``*``) raises :class:`ValueError`."""
    value = instansi if instansi == "*" else str(UUID(instansi))
    return f"BEGIN; SET LOCAL app.instansi = '{value}'"


_SET_INSTANSI = sa.text("SELECT set_config('app.instansi', :instansi, true)")


def set_instansi(connection: sa.Connection, instansi: str) -> None:
    connection.execute(_SET_INSTANSI, {"instansi": instansi})
