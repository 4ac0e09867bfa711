"""Row-level security is the second wall: a query that forgets its scope returns nothing of another instansi, in every table of every service."""

from __future__ import annotations

import importlib

import pytest
import sqlalchemy as sa
from tests.akses import kota
from tests.akses.dunia import Dunia
from tests.akses.test_matriks import LAYANAN

from shared.persistence import SYSTEM
from shared.persistence.database import set_instansi
from shared.testing.service import ServiceUnderTest

TEKNIS = {"surat_mati"}
"""Names the instansi of an event that failed, for the operator; read by the command line alone, as the system."""
TERISI = {
    "auth": {"unor", "pegawai", "penugasan", "akun"},
    "skp": {"skp", "periode", "unor_view", "pegawai_view"},
    "capaian": {"laporan", "bukti", "skp_view", "pegawai_view", "jejak"},
    "penilaian": {"evaluasi", "skp_view", "laporan_view", "unor_view", "jejak"},
    "laporan": {"skp_view", "laporan_view", "evaluasi_view", "pegawai_view", "penugasan_view"},
}
"""Tables that certainly have rows of both instansi in the town."""


def tabel(name: str) -> list[str]:
    """Every table of a service with a column for the instansi, from its metadata; instansi themselves by their own id."""
    metadata: sa.MetaData = importlib.import_module(f"{name}.adapters.tables").metadata
    return sorted(t.name for t in metadata.tables.values() if "instansi_id" in t.c and t.name not in TEKNIS)


def banyak(svc: ServiceUnderTest, instansi: str, nama: str) -> int:
    """All rows that a query without any scope finds."""
    set_instansi(svc.connection, instansi)
    return int(svc.connection.execute(sa.text(f"SELECT count(*) FROM {nama}")).scalar_one())


@pytest.mark.parametrize("name", LAYANAN)
def test_a_query_that_forgets_its_scope_finds_nothing_of_another_instansi(name: str, dunia: Dunia) -> None:
    svc, asing = dunia.svc, str(kota.kunci("instansi ketiga"))
    semua = {nama: banyak(svc, SYSTEM, nama) for nama in tabel(name)}
    satu = {nama: banyak(svc, str(kota.INSTANSI_LAIN), nama) for nama in semua}

    assert {nama for nama in TERISI[name] if semua[nama] == 0} == set()
    assert {nama: n for nama in semua if (n := banyak(svc, asing, nama))} == {}
    assert {nama for nama in TERISI[name] if not 0 < satu[nama] < semua[nama]} == set(), "both instansi have rows, and each sees its own"
    for nama in semua:
        set_instansi(svc.connection, str(kota.INSTANSI_LAIN))
        milik = svc.connection.execute(sa.text(f"SELECT DISTINCT instansi_id FROM {nama}")).scalars().all()
        assert set(milik) <= {kota.INSTANSI_LAIN}, nama


@pytest.mark.parametrize("name", LAYANAN)
def test_without_an_instansi_there_is_nothing(name: str, dunia: Dunia) -> None:
    assert {nama: n for nama in tabel(name) if (n := banyak(dunia.svc, "", nama))} == {}


@pytest.mark.parametrize("name", LAYANAN)
def test_every_table_with_an_instansi_is_behind_the_wall_also_for_its_owner(name: str, layanan: ServiceUnderTest) -> None:
    rows = layanan.connection.execute(
        sa.text("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity")
    ).scalars()
    assert set(tabel(name)) - set(rows) == set()
