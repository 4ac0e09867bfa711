"""What an operator and an auditor do with the trail of one service from the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from shared.errors import DomainError
from shared.jejak.ekspor import ekspor
from shared.jejak.pemangkas import buang, catat_potong, rencanakan
from shared.jejak.pemeriksa import Hasil, Pemeriksa, baca_kunci, baca_saksi
from shared.jejak.segel import Segel
from shared.persistence import SYSTEM, Database, UnitOfWork
from shared.settings import ServiceSettings
from shared.worker import open_system_unit

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def add_audit_commands(cli: click.Group, read_settings: Callable[[], ServiceSettings], unit_of_work: type[UnitOfWork]) -> None:
    """periksa-jejak, ekspor-jejak and pangkas-jejak."""

    @cli.command("periksa-jejak")
    @click.option("--saksi", type=_FILE, multiple=True, help="heads that a subscriber (or a shipped log) kept, JSON lines")
    @click.option("--kunci", type=_FILE, multiple=True, help="public keys kept elsewhere: a saved jejak.json; after the secret was changed")
    def periksa_jejak(saksi: tuple[Path, ...], kunci: tuple[Path, ...]) -> None:
        """Verify the audit trail; exit status 1 naming the first broken row."""
        settings = read_settings()
        segel = Segel(settings.secret_key, settings.name)
        try:
            kept = [one for path in saksi for one in baca_saksi(path, settings.name)]
            keys = {kid: publik for path in kunci for kid, publik in baca_kunci(path).items()}
        except (ValueError, OSError) as error:
            raise click.ClickException(str(error)) from error
        with _opened(settings) as database, database.transaction(SYSTEM) as connection:
            hasil = Pemeriksa(connection, segel, saksi=kept, kunci=keys).periksa()
        _report(settings.name, hasil)

    @cli.command("ekspor-jejak")
    @click.option("--dari", type=_DAY, help="first day (UTC)")
    @click.option("--sampai", type=_DAY, help="last day (UTC)")
    @click.option("--ke", type=click.Path(dir_okay=False, path_type=Path), help="the file; standard output without it")
    def ekspor_jejak(dari: datetime | None, sampai: datetime | None, ke: Path | None) -> None:
        """Write the chained rows with their blocks and signatures as JSON lines."""
        if dari and sampai and dari > sampai:
            raise click.ClickException("--dari is after --sampai")
        settings = read_settings()
        segel = Segel(settings.secret_key, settings.name)
        with _opened(settings) as database:
            with database.transaction(SYSTEM) as connection:
                lines = ekspor(connection, segel, dari.date() if dari else None, sampai.date() if sampai else None)
                if ke is None:
                    sys.stdout.writelines(lines)
                else:
                    with ke.open("w", encoding="utf-8") as file:
                        file.writelines(lines)
            with open_system_unit(unit_of_work, database, settings) as uow:
                uow.catat(
                    "jejak.ekspor", objek="jejak", objek_id=None, rincian={"dari": dari and dari.date(), "sampai": sampai and sampai.date()}
                )

    @cli.command("pangkas-jejak")
    @click.option("--sebelum", type=_DAY, required=True, help="rows of days before this one (UTC) go")
    @click.option("--dasar", default="", help="the rule by which they go, e.g. the retention schedule's number")
    @click.option("--coba/--terapkan", default=True, show_default=True, help="only say what would go, or do it")
    def pangkas_jejak(sebelum: datetime, dasar: str, *, coba: bool) -> None:
        """Remove old rows by rule; blocks, hashes and a signed record stay, so that the chain is still verifiable."""
        settings = read_settings()
        segel = Segel(settings.secret_key, settings.name)
        with _opened(settings) as database:
            try:
                with open_system_unit(unit_of_work, database, settings) as uow:
                    rencana = rencanakan(uow.connection, segel, sebelum.date())
                    if rencana and not coba:
                        catat_potong(uow, segel, rencana, dasar)
            except DomainError as error:
                raise click.ClickException(error.detail) from error
            if rencana is None:
                click.echo(f"{settings.name}: tidak ada baris dari hari sebelum {sebelum:%Y-%m-%d} yang dapat dipangkas")
                return
            if coba:
                click.echo(f"{settings.name}: {rencana.jumlah} baris sampai {rencana.hari} (blok {rencana.sampai_blok}) akan dipangkas")
                click.echo('Tidak ada yang diubah. Jalankan dengan --terapkan --dasar "…" untuk memangkas.')
                return
            for count in buang(lambda: open_system_unit(unit_of_work, database, settings), rencana.sampai_blok):
                click.echo(f"\r{count} baris dipangkas", nl=False)
            click.echo(f"\n{settings.name}: dipangkas sampai {rencana.hari}, blok {rencana.sampai_blok}")


@contextmanager
def _opened(settings: ServiceSettings) -> Iterator[Database]:
    database = Database(settings.database_url, pool_size=1)
    try:
        yield database
    finally:
        database.dispose()


def _report(name: str, hasil: Hasil) -> None:
    seen = f"{hasil.blok} blok, {hasil.baris} baris"
    if hasil.dipotong:
        seen += f", {hasil.dipotong} baris dipangkas menurut catatan bertanda tangan"
    if hasil.saksi:
        seen += f", {hasil.saksi} kepala saksi cocok diperiksa"
    waiting = f"; {hasil.menunggu} baris menunggu dirantai (tertua {hasil.umur:.0f} detik)" if hasil.menunggu else ""
    if not hasil.cacat:
        click.echo(f"{name}: jejak utuh: {seen}{waiting}\nkepala: {hasil.kepala or '-'}")
        return
    click.echo(f"{name}: jejak RUSAK: {hasil.cacat[0]}")
    for fault in hasil.cacat[1:]:
        click.echo(f"  {fault}")
    click.echo(f"diperiksa: {seen}{waiting}")
    raise SystemExit(1)
