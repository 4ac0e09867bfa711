"""Daily entries in one partition a year: what was there is moved and comes back, a page of a month reads one year, no year is swallowed."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command

from capaian.app import MIGRATIONS
from native.postgres import PostgresServer
from shared import clock
from shared.persistence.database import set_instansi
from shared.persistence.migrations import config
from shared.testing.service import ServiceUnderTest, create_database

from .. import mothers as m

_CATATAN = sa.text(
    "INSERT INTO progres_harian (id, instansi_id, pegawai_id, skp_id, tanggal, uraian, rhk_id, di_luar_skp, satuan, lokasi_kerja, status,"
    " dikirim_pada, terlambat, hari_terlambat, version)"
    " VALUES (:id, :i, :p, :p, :t, 'Memeriksa data.', :p, '', '', 'wfo', 'dikirim', now(), false, 0, 1)"
)
_BUKTI = sa.text(
    "INSERT INTO bukti (id, instansi_id, progres_id, nama, jenis, ukuran, sha256, diunggah_oleh, diunggah_pada)"
    " VALUES (:id, :i, :c, 'a.pdf', 'pdf', 1, 'x', :p, now())"
)


def partisi(connection: sa.Connection) -> dict[str, str]:
    rows = connection.execute(
        sa.text(
            "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) AS batas FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid"
            " WHERE h.inhparent = 'progres_harian'::regclass"
        )
    )
    return {row.relname: row.batas for row in rows}


def isi(connection: sa.Connection, *hari: date) -> dict[UUID, date]:
    catatan = {uuid4(): satu for satu in hari}
    for nomor, satu in catatan.items():
        connection.execute(_CATATAN, {"id": nomor, "i": m.INSTANSI, "p": m.RINA, "t": satu})
    return catatan


def test_what_was_there_is_moved_and_comes_back(postgres: PostgresServer) -> None:
    url = create_database(postgres, "partisi_lama")
    command.upgrade(config(MIGRATIONS, url), "0016")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        set_instansi(connection, "*")
        catatan = isi(connection, date(2023, 12, 31), date(2024, 1, 1), date(2024, 2, 29), date(2024, 12, 31))
        connection.execute(_BUKTI, {"id": uuid4(), "i": m.INSTANSI, "p": m.RINA, "c": next(iter(catatan))})
    for revisi, tabel in (("0017", "progres_harian_2023"), ("0016", "progres_harian"), ("0017", "progres_harian_2023")):
        (command.downgrade if revisi == "0016" else command.upgrade)(config(MIGRATIONS, url), revisi)
        with engine.begin() as connection:
            set_instansi(connection, "*")
            isinya = connection.execute(sa.text("SELECT id, tanggal FROM progres_harian")).all()
            tempat = connection.execute(
                sa.text("SELECT p.tableoid::regclass::text FROM bukti JOIN progres_harian p ON p.id = bukti.progres_id")
            ).scalars()
            assert ({row.id: row.tanggal for row in isinya}, list(tempat)) == (catatan, [tabel])
    with engine.begin() as connection:
        set_instansi(connection, "*")
        assert {"progres_harian_2023", "progres_harian_2024"} < partisi(connection).keys()
        connection.execute(_BUKTI, {"id": uuid4(), "i": m.INSTANSI, "p": m.RINA, "c": next(iter(catatan))})  # as the code before wrote it
        assert connection.execute(sa.text("SELECT DISTINCT progres_tanggal FROM bukti")).scalars().all() == [date(2023, 12, 31)]
    engine.dispose()


def test_a_year_has_its_partition_as_soon_as_an_skp_of_it_is_agreed_and_none_swallows_the_rest(svc: ServiceUnderTest) -> None:
    svc.connection.execute(sa.text("SELECT buka_tahun_progres(2031)"))
    svc.deliver(m.instansi(), m.pegawai(m.RINA), m.skp_rina(tahun=2032, mulai=date(2032, 1, 1), selesai=date(2033, 6, 30)))
    ada = partisi(svc.connection)
    assert {"progres_harian_2031", "progres_harian_2032", "progres_harian_2033"} <= ada.keys()
    assert not [batas for batas in ada.values() if batas == "DEFAULT"]
    with pytest.raises(sa.exc.IntegrityError, match="no partition"), svc.connection.begin_nested():
        isi(svc.connection, date(2040, 1, 1))


def test_every_partition_is_behind_the_wall(svc: ServiceUnderTest) -> None:
    svc.deliver(m.instansi(), m.pegawai(m.RINA), m.skp_rina())
    isi(svc.connection, date(2025, 11, 13))
    aman = svc.connection.execute(sa.text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")).scalars()
    assert partisi(svc.connection).keys() <= set(aman)
    set_instansi(svc.connection, str(uuid4()))
    assert svc.connection.execute(sa.text("SELECT count(*) FROM progres_harian_2025")).scalar() == 0


def test_evidence_points_to_an_entry_that_is_there(svc: ServiceUnderTest) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="bukti_progres"), svc.connection.begin_nested():
        svc.connection.execute(_BUKTI, {"id": uuid4(), "i": m.INSTANSI, "p": m.RINA, "c": uuid4()})


@pytest.mark.parametrize(
    ("siapa", "alamat"), [(m.RINA, "/capaian/bulan?tanggal=2025-11-13"), (m.AGUS, "/capaian/laporan/{laporan}"), (m.AGUS, "/capaian/tim")]
)
def test_pages_of_a_period_read_one_year(svc: ServiceUnderTest, siapa: UUID, alamat: str) -> None:
    svc.deliver(m.instansi(), *(m.pegawai(p) for p in m.NAMA), m.periode_laporan(11), m.skp_rina())
    laporan = svc.connection.execute(sa.text("SELECT id FROM laporan")).scalar_one()
    rencana: list[str] = []
    perintah: list[tuple[str, object]] = []

    def dengar(_conn: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "progres_harian" in statement:
            perintah.append((statement, parameters))

    sa.event.listen(svc.connection.engine, "before_cursor_execute", dengar)
    try:
        with clock.at(m.jam(2025, 11, 13)):
            klien = svc.client(svc.identity(pegawai_id=siapa, instansi_id=m.INSTANSI))
            assert klien.get(alamat.format(laporan=laporan)).status_code == 200
    finally:
        sa.event.remove(svc.connection.engine, "before_cursor_execute", dengar)
    set_instansi(svc.connection, str(m.INSTANSI))
    for statement, parameters in perintah:
        rows = svc.connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)  # type: ignore[arg-type]
        rencana += [row[0] for row in rows]
    lain = [baris for baris in rencana if "progres_harian_" in baris and "progres_harian_2025" not in baris]
    assert lain == []
    assert any("progres_harian_2025" in baris for baris in rencana) == ("tim" not in alamat)
