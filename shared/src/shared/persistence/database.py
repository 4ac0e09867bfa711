"""One engine a process, and the transaction every unit of work runs in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError


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
        """A pooled connection may have died with the server: try once more on a fresh one before the caller's first statement."""
        connection = self.engine.connect()
        try:
            set_instansi(connection, instansi)
        except DBAPIError as error:
            connection.close()
            if not error.connection_invalidated:
                raise
            connection = self.engine.connect()
            set_instansi(connection, instansi)
        return connection

    def dispose(self) -> None:
        self.engine.dispose()


_SET_INSTANSI = sa.text("SELECT set_config('app.instansi', :instansi, true)")


def set_instansi(connection: sa.Connection, instansi: str) -> None:
    connection.execute(_SET_INSTANSI, {"instansi": instansi})
