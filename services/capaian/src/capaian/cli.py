"""The command line of capaian."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import click

from capaian.adapters.data_pribadi import DATA_PRIBADI
from capaian.adapters.penyimpanan import PenyimpananLokal, salin
from capaian.adapters.unit_of_work import UnitOfWork
from capaian.app import MIGRATIONS
from capaian.application.keadaan import keadaan, keadaan_progres
from capaian.application.use_cases import bersihkan_berkas
from capaian.entrypoints.consumer import HANDLERS
from capaian.settings import Settings, service_from_env
from shared import persistence
from shared.cli import make_cli
from shared.persistence import SYSTEM, Database


def republish(uow: persistence.UnitOfWork) -> Iterable[int]:
    """Publish the state of every report and every daily entry."""
    total = 0
    for batch in cast("UnitOfWork", uow).iter_laporan():
        uow.publish(*(keadaan(satu) for satu in batch))
        total += len(batch)
        yield total
    for entries in cast("UnitOfWork", uow).iter_progres():
        uow.publish(*(keadaan_progres(entry) for entry in entries))
        total += len(entries)
        yield total


cli = make_cli(
    service_from_env, migrations=MIGRATIONS, unit_of_work=UnitOfWork, handlers=HANDLERS, republish=republish, personal_data=DATA_PRIBADI
)


@cli.command("bersihkan-berkas")
def bersihkan() -> None:
    """Remove evidence files that no report needs any more (older than a day)."""
    settings = Settings.from_env()
    with UnitOfWork(Database(settings.service.database_url), service="capaian", instansi=SYSTEM, actor="") as uow:
        count = bersihkan_berkas(uow, settings.penyimpanan())
    click.echo(f"{count} berkas dibuang")


@cli.command("salin-berkas-ke-s3")
def salin_ke_s3() -> None:
    """Copy the evidence files of the folder into the bucket that is set; what is there already is left. Safe to repeat."""
    settings = Settings.from_env()
    if settings.s3 is None:
        raise click.ClickException("CAPAIAN_S3_URL belum diatur.")
    hasil = list(salin(PenyimpananLokal(settings.berkas_dir), settings.penyimpanan()))
    click.echo(f"{sum(hasil)} berkas disalin, {len(hasil) - sum(hasil)} sudah ada")


if __name__ == "__main__":
    cli()
