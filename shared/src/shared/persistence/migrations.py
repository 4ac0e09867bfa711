"""What the five services' migrations have in common: the Alembic environment, the mechanism tables, row-level security."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command, context, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from shared.jejak.tables import GUARDS, audit_trail
from shared.persistence.tables import OUTBOX_CHANNEL, mechanism, pencabutan

_LOCK_ID = 7_699_001


def config(migrations: Path, database_url: str) -> Config:
    cfg = Config()
    cfg.set_main_option("script_location", str(migrations))
    cfg.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return cfg


def run(metadata: sa.MetaData) -> None:
    """The body of every ``migrations/env.py``: online, one at a time, with lock and statement timeouts."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:id)"), {"id": _LOCK_ID})
        connection.execute(sa.text("SET lock_timeout = '4s'; SET statement_timeout = '300s'"))
        partisi = set(connection.execute(sa.text("SELECT relname FROM pg_class WHERE relispartition")).scalars())
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata,
            compare_type=True,
            compare_server_default=False,
            include_name=lambda name, _type, _parents: name not in partisi,  # a partition is part of its table, which is compared
            include_object=lambda satu, _name, jenis, _reflected, _to: jenis != "foreign_key_constraint" or _tujuan(satu) not in partisi,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


def _tujuan(kunci: object) -> str:
    """The table that a foreign key points to: one to a partitioned table shows once more for each partition."""
    return kunci.elements[0].target_fullname.split(".")[0] if isinstance(kunci, sa.ForeignKeyConstraint) else ""


def upgrade(migrations: Path, database_url: str) -> None:
    command.upgrade(config(migrations, database_url), "head")


def check(migrations: Path, database_url: str) -> None:
    """Raise when the tables in code and the migrated database differ (``alembic check``)."""
    command.check(config(migrations, database_url))


def head(migrations: Path) -> str:
    return ScriptDirectory(str(migrations)).get_current_head() or ""


def current(connection: sa.Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def create_mechanism() -> None:
    """For each service's 0001: the mechanism tables and the trigger that wakes the relay."""
    metadata = sa.MetaData()
    mechanism(metadata)
    metadata.create_all(op.get_bind())
    op.execute(
        f"CREATE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NOTIFY {OUTBOX_CHANNEL}; RETURN NULL; END $$;"
        "CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox()"
    )


def create_audit_trail() -> None:
    """For one migration of each service: the audit trail, closed against everything but INSERT."""
    metadata = sa.MetaData()
    audit_trail(metadata)
    metadata.create_all(op.get_bind())
    enable_row_level_security("jejak")
    op.execute(GUARDS)


def create_pencabutan() -> None:
    """For each service: the list of revocations."""
    metadata = sa.MetaData()
    pencabutan(metadata)
    metadata.create_all(op.get_bind())


def enable_row_level_security(*tables: str, column: str = "instansi_id") -> None:
    """Rows are seen and written only for the instansi of the unit of work (``app.instansi``; ``*`` is the system's own scope).

    The column itself is compared, so that the planner knows how many rows are left: through a list of texts it expected one in a hundred, and
    joined the year of two thousand people by nested loops.
    """
    rule = (
        f"{column} = CAST(NULLIF(NULLIF(current_setting('app.instansi', true), '*'), '') AS uuid)"
        " OR current_setting('app.instansi', true) = '*'"
    )
    for table in tables:
        op.execute(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            f"CREATE POLICY per_instansi ON {table} USING ({rule}) WITH CHECK ({rule})"
        )
