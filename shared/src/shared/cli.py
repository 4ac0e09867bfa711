"""The command line every service has: prepare, dead letters, republish, audit trail. A service adds its own commands to the group."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import sqlalchemy as sa

from shared import clock
from shared.contracts import BY_CLASS
from shared.jejak.cli import add_audit_commands
from shared.jejak.perantai import restored_without_epoch
from shared.messaging.consumer import Consumer, Handler
from shared.messaging.rabbitmq import BrokerError, declare_topology
from shared.persistence import SYSTEM, Database, UnitOfWork
from shared.persistence.migrations import upgrade
from shared.persistence.personal_data import PersonalData, delete_expired, expired, keep_from
from shared.settings import ServiceSettings
from shared.worker import open_system_unit

Republish = Callable[[UnitOfWork], Iterable[int]]
"""Publishes the state of all aggregates through ``uow.publish``, yielding the count after each batch (the outbox is written then)."""

_PREPARE_SECONDS = 60


def make_cli(  # noqa: C901, PLR0915 - one function a command
    read_settings: Callable[[], ServiceSettings],
    *,
    migrations: Path,
    unit_of_work: type[UnitOfWork],
    handlers: Mapping[type, Handler],
    republish: Republish | None = None,
    personal_data: Sequence[PersonalData] = (),
) -> click.Group:
    """The click group of ``python -m <service>.cli``."""

    def consumer(settings: ServiceSettings, database: Database) -> Consumer:
        return Consumer(handlers, lambda: open_system_unit(unit_of_work, database, settings))

    @click.group()
    def cli() -> None:
        """Kinerja: operate one service."""

    @cli.command()
    def siapkan() -> None:
        """Migrate the database to its head and declare the queue."""
        settings = read_settings()
        upgrade(migrations, settings.database_url)
        with _opened(settings) as database, database.transaction(SYSTEM) as connection:
            if cause := restored_without_epoch(connection, settings.epoch):
                raise click.ClickException(f"{settings.name.upper()}_EPOCH: {cause}")
        types = [BY_CLASS[cls].type for cls in handlers]
        deadline = time.monotonic() + _PREPARE_SECONDS
        while True:
            try:
                declare_topology(settings.amqp_url, settings.name, types)
                break
            except BrokerError as error:
                if time.monotonic() > deadline:
                    raise click.ClickException(f"the broker does not answer: {error}") from error
                time.sleep(1)
        click.echo(f"{settings.name}: siap")

    @cli.command("terbitkan-ulang")
    def terbitkan_ulang() -> None:
        """Publish the state of everything again: rebuilds any read model."""
        if republish is None:
            raise click.ClickException("this service publishes no state")
        settings = read_settings()
        total = 0
        with _opened(settings) as database, open_system_unit(unit_of_work, database, settings) as uow:
            for total in republish(uow):
                uow.flush_events()
                click.echo(f"\r{total} keadaan ditulis ke outbox", nl=False)
        click.echo(f"\n{total} keadaan diterbitkan ulang")

    @cli.command()
    @click.option(
        "--tahun", type=click.IntRange(1, 100), default=5, show_default=True, help="whole years kept after the end of a row's year"
    )
    @click.option("--terapkan", is_flag=True, help="delete; without it nothing changes")
    def retensi(tahun: int, *, terapkan: bool) -> None:
        """Tell which rows are older than the records schedule keeps, and with --terapkan delete them.

        Five years is an assumption of ours: ask the agency's records schedule (JRA) first, and back up before.
        """
        first = keep_from(clock.now().date(), tahun)
        click.echo(f"disimpan sejak {first:%d-%m-%Y}; yang lebih tua:")
        with _opened(read_settings()) as database:
            with database.transaction(SYSTEM) as connection:
                old = list(expired(connection, personal_data, first))
            for data, count in old:
                done = _delete_all(database, data, first) if terapkan else 0
                click.echo(f"{count}\t{data.table.name}\t{data.label}" + (f"\t{done} dihapus" if terapkan else ""))
        if not terapkan:
            click.echo("belum ada yang dihapus; ulangi dengan --terapkan")

    @cli.group("surat-mati")
    def surat_mati() -> None:
        """Events that could not be handled."""

    @surat_mati.command("daftar")
    def daftar() -> None:
        """List them, oldest first."""
        with _opened(read_settings()) as database, database.transaction(SYSTEM) as connection:
            rows = connection.execute(
                sa.text("SELECT id, type, percobaan, coba_lagi_pada, diparkir_pada, sebab FROM surat_mati ORDER BY id LIMIT 500")
            ).all()
        for row in rows:
            state = "diparkir" if row.diparkir_pada else f"dicoba lagi {row.coba_lagi_pada:%Y-%m-%d %H:%M:%S}"
            click.echo(f"{row.id}\t{row.type}\t{row.percobaan}x\t{state}\t{row.sebab.splitlines()[0] if row.sebab else ''}")
        click.echo(f"{len(rows)} surat mati")

    @surat_mati.command("ulangi")
    @click.argument("row_ids", type=int, nargs=-1)
    @click.option("--semua", is_flag=True, help="all of them, also the parked")
    def ulangi(row_ids: tuple[int, ...], *, semua: bool) -> None:
        """Replay by id, or all."""
        settings = read_settings()
        with _opened(settings) as database:
            ids = _ids(database, row_ids, every=semua)
            done = sum(consumer(settings, database).retry(row_id) for row_id in ids)
        click.echo(f"{done} dari {len(ids)} berhasil")
        if done < len(ids):
            raise SystemExit(1)

    @surat_mati.command("buang")
    @click.argument("row_ids", type=int, nargs=-1)
    @click.option("--semua", is_flag=True, help="all of them")
    def buang(row_ids: tuple[int, ...], *, semua: bool) -> None:
        """Drop by id, or all; the events are lost for this service (terbitkan-ulang of the publisher brings states back)."""
        with _opened(read_settings()) as database:
            ids = _ids(database, row_ids, every=semua)
            with database.transaction(SYSTEM) as connection:
                dropped = connection.execute(sa.text("DELETE FROM surat_mati WHERE id = ANY(:ids)"), {"ids": ids}).rowcount
        click.echo(f"{dropped} dibuang")

    add_audit_commands(cli, read_settings, unit_of_work)
    return cli


def _delete_all(database: Database, data: PersonalData, first_kept: date) -> int:
    total = 0
    while True:
        with database.transaction(SYSTEM) as connection:
            deleted = delete_expired(connection, data, first_kept)
        total += deleted
        if not deleted:
            return total


@contextmanager
def _opened(settings: ServiceSettings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.dispose()


def _ids(database: Database, row_ids: tuple[int, ...], *, every: bool) -> list[int]:
    if not every:
        return list(row_ids)
    with database.transaction(SYSTEM) as connection:
        return list(connection.execute(sa.text("SELECT id FROM surat_mati ORDER BY id")).scalars())
